package dev.undercut.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import dev.undercut.e2e.Babel.Client;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a stream as a pedantic client of its dialect: any event out of order is a failure. */
abstract class Listener {
    final StringBuilder thought = new StringBuilder();
    final StringBuilder text = new StringBuilder();
    final List<Call> calls = new ArrayList<>();
    String finish = "";
    long input = -1;
    long output = -1;
    @Nullable String error;
    boolean ended;

    /** A call as it grew. */
    static final class Call {
        final String id;
        final String name;
        final StringBuilder arguments = new StringBuilder();

        Call(String id, String name) {
            this.id = id;
            this.name = name;
        }

        @Override
        public String toString() {
            return name + " " + arguments;
        }
    }

    /** One event. */
    record Event(String name, JsonNode data) {
        String type() {
            return data.path("type").asText();
        }
    }

    /** What a client heard of a stream. */
    static Listener heard(Client client, String stream) {
        Listener listener =
                switch (client) {
                    case CHAT -> new ChatListener();
                    case MESSAGES -> new MessagesListener();
                    case RESPONSES -> new ResponsesListener();
                };
        assertThat(stream).endsWith("\n\n");
        for (String event : stream.strip().split("\n\n", -1)) {
            if (!event.startsWith(":")) {
                assertThat(listener.ended).as("after the end: %s", event).isFalse();
                listener.raw(event);
            }
        }
        Set<String> ids = new HashSet<>();
        for (Call call : listener.calls) {
            assertThat(call.id).matches("[a-zA-Z0-9_-]+");
            assertThat(ids.add(call.id)).as("calls with ids of their own").isTrue();
        }
        return listener;
    }

    private void raw(String event) {
        String name = "";
        String data = "";
        for (String line : event.split("\n", -1)) {
            if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else {
                assertThat(line).startsWith("data: ");
                data = line.substring(6);
            }
        }
        if (data.equals("[DONE]")) {
            done();
            return;
        }
        assertThat(error).as("nothing follows an error but its other name").isNull();
        JsonNode json = Json.exactTree(data.getBytes(UTF_8));
        assertThat(json).as(data).isNotNull();
        hear(new Event(name, json == null ? Json.MAPPER.nullNode() : json));
    }

    void done() {
        throw new AssertionError("this dialect has no [DONE]");
    }

    abstract void hear(Event event);

    /** Chat completions. */
    private static final class ChatListener extends Listener {
        private String id = "";
        private boolean finished;

        @Override
        void done() {
            assertThat(finished).isTrue();
            ended = true;
        }

        @Override
        void hear(Event event) {
            assertThat(event.name).isEmpty();
            if (event.data.has("error")) {
                error = event.data.at("/error/code").asText();
                assertThat(event.data.path("error").has("param")).isTrue();
                return;
            }
            assertThat(event.data.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(event.data.path("created").isIntegralNumber()).isTrue();
            String own = event.data.path("id").asText();
            assertThat(own).isNotEmpty().isEqualTo(id.isEmpty() ? own : id);
            if (event.data.path("choices").isEmpty()) {
                usage(event.data.path("usage"));
            } else {
                boolean first = id.isEmpty();
                choice(event.data.at("/choices/0"), first);
            }
            id = own;
        }

        private void usage(JsonNode usage) {
            assertThat(finished).isTrue();
            if (usage.isObject()) {
                assertThat(input).as("usage is said once").isNegative();
                input = usage.path("prompt_tokens").asLong();
                output = usage.path("completion_tokens").asLong();
            }
        }

        private void choice(JsonNode choice, boolean first) {
            assertThat(finished).as("a piece after the finish: %s", choice).isFalse();
            assertThat(choice.path("index").asInt(-1)).isZero();
            JsonNode delta = choice.path("delta");
            if (first) {
                assertThat(delta.path("role").asText("assistant")).isEqualTo("assistant");
            }
            thought.append(delta.path("reasoning_content").asText(""));
            text.append(delta.path("content").asText(""));
            for (JsonNode call : delta.path("tool_calls")) {
                int index = call.path("index").asInt(-1);
                assertThat(index).isBetween(0, calls.size());
                assertThat(call.has("id")).isEqualTo(index == calls.size());
                if (call.has("id")) {
                    assertThat(call.path("type").asText()).isEqualTo("function");
                    calls.add(
                            new Call(call.path("id").asText(), call.at("/function/name").asText()));
                }
                calls.get(index).arguments.append(call.at("/function/arguments").asText());
            }
            if (choice.hasNonNull("finish_reason")) {
                finished = true;
                finish = choice.path("finish_reason").asText();
            }
        }
    }

    /** Messages. */
    private static final class MessagesListener extends Listener {
        private boolean started;
        private boolean stopped;
        private int blocks;
        private String open = "";

        @Override
        void hear(Event event) {
            assertThat(event.name).isEqualTo(event.type());
            if (event.name.equals("error")) {
                error = event.data.at("/error/type").asText();
                assertThat(event.data.path("request_id").asText())
                        .isNotEmpty()
                        .isNotEqualTo("null");
                return;
            }
            assertThat(started).isEqualTo(!event.name.equals("message_start"));
            switch (event.name) {
                case "message_start" -> {
                    started = true;
                    assertThat(event.data.at("/message/id").asText()).isNotEmpty();
                    assertThat(event.data.at("/message/content")).isEmpty();
                    assertThat(event.data.at("/message/usage/input_tokens").isInt()).isTrue();
                }
                case "content_block_start" -> open(event.data);
                case "content_block_delta" -> more(event.data);
                case "content_block_stop" -> {
                    assertThat(open).isNotEmpty();
                    assertThat(event.data.path("index").asInt()).isEqualTo(blocks++);
                    open = "";
                }
                case "message_delta" -> {
                    assertThat(open).isEmpty();
                    assertThat(stopped).isFalse();
                    stopped = true;
                    finish = event.data.at("/delta/stop_reason").asText();
                    input = event.data.at("/usage/input_tokens").asLong(9);
                    output = event.data.at("/usage/output_tokens").asLong();
                }
                case "message_stop" -> {
                    assertThat(stopped).isTrue();
                    ended = true;
                }
                default -> assertThat(event.name).isEqualTo("ping");
            }
        }

        private void open(JsonNode data) {
            assertThat(open).as("one block at a time").isEmpty();
            assertThat(data.path("index").asInt(-1)).isEqualTo(blocks);
            JsonNode block = data.path("content_block");
            open = block.path("type").asText();
            if (open.equals("tool_use")) {
                assertThat(block.path("input")).isEmpty();
                calls.add(new Call(block.path("id").asText(), block.path("name").asText()));
            }
        }

        private void more(JsonNode data) {
            assertThat(data.path("index").asInt(-1)).isEqualTo(blocks);
            JsonNode delta = data.path("delta");
            switch (delta.path("type").asText()) {
                case "text_delta" -> {
                    assertThat(open).isEqualTo("text");
                    text.append(delta.path("text").asText());
                }
                case "thinking_delta" -> {
                    assertThat(open).isEqualTo("thinking");
                    thought.append(delta.path("thinking").asText());
                }
                case "input_json_delta" -> {
                    assertThat(open).isEqualTo("tool_use");
                    calls.getLast().arguments.append(delta.path("partial_json").asText());
                }
                default -> assertThat(delta.path("type").asText()).isEqualTo("signature_delta");
            }
        }
    }

    /** Responses. */
    private static final class ResponsesListener extends Listener {
        private final List<String> items = new ArrayList<>();
        private final List<JsonNode> done = new ArrayList<>();
        private final StringBuilder piece = new StringBuilder();
        private int next;
        private boolean failed;

        @Override
        void hear(Event event) {
            JsonNode data = event.data;
            assertThat(event.name).isEqualTo(event.type());
            assertThat(data.path("sequence_number").asInt(-1)).isEqualTo(next++);
            if (next <= 2) {
                assertThat(event.name)
                        .isEqualTo(next == 1 ? "response.created" : "response.in_progress");
            }
            if (failed) {
                assertThat(event.name).isEqualTo("error");
            }
            if (data.has("item_id")) {
                assertThat(data.path("output_index").asInt(-1)).isLessThan(items.size());
                assertThat(data.path("item_id").asText())
                        .isEqualTo(items.get(data.path("output_index").asInt()));
            }
            switch (event.name) {
                case "response.created", "response.in_progress" ->
                        assertThat(data.at("/response/status").asText()).isEqualTo("in_progress");
                case "response.output_item.added" -> added(data);
                case "response.output_item.done" -> {
                    done.add(data.path("item"));
                    assertThat(items).contains(data.at("/item/id").asText());
                }
                case "response.completed", "response.incomplete" -> end(event);
                case "response.failed" -> {
                    failed = true;
                    assertThat(data.at("/response/status").asText()).isEqualTo("failed");
                }
                case "error" -> error = data.path("code").asText();
                default -> piece(event.name, data);
            }
        }

        private void added(JsonNode data) {
            assertThat(data.path("output_index").asInt(-1)).isEqualTo(items.size());
            JsonNode item = data.path("item");
            items.add(item.path("id").asText());
            piece.setLength(0);
            if (item.path("type").asText().equals("function_call")) {
                assertThat(item.path("arguments").asText("x")).isEmpty();
                calls.add(new Call(item.path("call_id").asText(), item.path("name").asText()));
            }
        }

        private void piece(String name, JsonNode data) {
            String delta = data.path("delta").asText("");
            switch (name) {
                case "response.output_text.delta" -> {
                    text.append(delta);
                    piece.append(delta);
                }
                case "response.output_text.done", "response.reasoning_summary_text.done" ->
                        assertThat(data.path("text").asText()).isEqualTo(piece.toString());
                case "response.reasoning_summary_text.delta" -> {
                    thought.append(delta);
                    piece.append(delta);
                }
                case "response.function_call_arguments.delta" -> call(data).arguments.append(delta);
                case "response.function_call_arguments.done" ->
                        assertThat(data.path("arguments").asText())
                                .isEqualTo(call(data).arguments.toString());
                default ->
                        assertThat(name)
                                .isIn(
                                        "response.content_part.added",
                                        "response.content_part.done",
                                        "response.reasoning_summary_part.added",
                                        "response.reasoning_summary_part.done");
            }
        }

        private Call call(JsonNode data) {
            int first = items.size() - calls.size();
            return calls.get(data.path("output_index").asInt() - first);
        }

        private void end(Event event) {
            JsonNode response = event.data.path("response");
            ended = true;
            String reason = response.at("/incomplete_details/reason").asText("");
            finish = reason.isEmpty() ? response.path("status").asText() : reason;
            assertThat(done).hasSameSizeAs(items);
            assertThat(response.path("output")).containsExactlyInAnyOrderElementsOf(done);
            input = response.at("/usage/input_tokens").asLong(-1);
            output = response.at("/usage/output_tokens").asLong(-1);
        }
    }
}
