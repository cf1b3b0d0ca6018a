package dev.undercut.dialect.responses;

import dev.undercut.chat.Delta;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.responses.ResponsesStreamWriter.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The items of a streamed response and the events that tell of them. A thought and a message are
 * closed when something else begins; calls stay open to the end, since their pieces may interleave.
 */
final class ResponsesOutput {
    private static final String UNDER_WAY = "in_progress";

    private final ResponseJson json;
    private final Events events;
    private final List<String> items = new ArrayList<>();
    private final Map<Integer, OpenCall> calls = new TreeMap<>();
    private @Nullable OpenMessage message;
    private @Nullable OpenThought thought;
    private String status = "completed";

    ResponsesOutput(ResponseJson json, Events events) {
        this.json = json;
        this.events = events;
    }

    /** The items so far, in order, as the response holds them. */
    List<String> items() {
        return items.stream().filter(item -> !item.isEmpty()).toList();
    }

    private final class OpenThought {
        final int index = items.size();
        final String id = json.id("rs", index);
        final StringBuilder text = new StringBuilder();
    }

    private final class OpenMessage {
        final int index = items.size();
        final String id = json.id("msg", index);
        final List<String> content = new ArrayList<>();
        final StringBuilder text = new StringBuilder();
        boolean refusing;
        boolean partOpen;
    }

    private final class OpenCall {
        final int index = items.size();
        final String id = json.id("fc", index);
        final Delta.ToolCall call;
        final StringBuilder arguments = new StringBuilder();

        OpenCall(Delta.ToolCall call) {
            this.call = call;
        }

        String json(String status) {
            return ResponseJson.call(
                    id,
                    status,
                    new ResponseJson.Call(call.id(), call.name(), arguments.toString()));
        }
    }

    void text(String more) {
        part(more, false);
    }

    void refusal(String more) {
        part(more, true);
    }

    private void part(String more, boolean refusing) {
        if (more.isEmpty()) {
            return;
        }
        closeThought(null);
        OpenMessage open = message == null ? openMessage() : message;
        if (open.partOpen && open.refusing != refusing) {
            closePart(open);
        }
        if (!open.partOpen) {
            open.partOpen = true;
            open.refusing = refusing;
            events.add(
                    "response.content_part.added",
                    place(open)
                            + ",\"part\":"
                            + (refusing ? ResponseJson.refusal("") : ResponseJson.text("")));
        }
        open.text.append(more);
        events.add(
                refusing ? "response.refusal.delta" : "response.output_text.delta",
                place(open)
                        + ",\"delta\":"
                        + Json.quote(more)
                        + (refusing ? "" : ",\"logprobs\":[]"));
    }

    private OpenMessage openMessage() {
        OpenMessage open = new OpenMessage();
        message = open;
        added(open.index, ResponseJson.message(open.id, UNDER_WAY, List.of()));
        return open;
    }

    private void closePart(OpenMessage open) {
        String text = open.text.toString();
        String part = open.refusing ? ResponseJson.refusal(text) : ResponseJson.text(text);
        events.add(
                open.refusing ? "response.refusal.done" : "response.output_text.done",
                place(open)
                        + (open.refusing ? ",\"refusal\":" : ",\"text\":")
                        + Json.quote(text)
                        + (open.refusing ? "" : ",\"logprobs\":[]"));
        events.add("response.content_part.done", place(open) + ",\"part\":" + part);
        open.content.add(part);
        open.text.setLength(0);
        open.partOpen = false;
    }

    private void closeMessage() {
        OpenMessage open = message;
        if (open != null) {
            closePart(open);
            done(open.index, ResponseJson.message(open.id, status, open.content));
            message = null;
        }
    }

    void thought(String more) {
        if (more.isEmpty()) {
            return;
        }
        closeMessage();
        OpenThought open = thought == null ? openThought() : thought;
        if (open.text.isEmpty()) {
            events.add(
                    "response.reasoning_summary_part.added",
                    place(open) + ",\"part\":" + ResponseJson.summary(""));
        }
        open.text.append(more);
        events.add(
                "response.reasoning_summary_text.delta",
                place(open) + ",\"delta\":" + Json.quote(more));
    }

    /** What the provider wants back with the thought that ends here. */
    void signature(String encrypted) {
        closeMessage();
        if (thought == null) {
            openThought();
        }
        closeThought(encrypted);
    }

    void hidden(String encrypted) {
        closeThought(null);
        signature(encrypted);
    }

    private OpenThought openThought() {
        OpenThought open = new OpenThought();
        thought = open;
        added(open.index, ResponseJson.reasoning(open.id, "", null));
        return open;
    }

    private void closeThought(@Nullable String encrypted) {
        OpenThought open = thought;
        if (open == null) {
            return;
        }
        String text = open.text.toString();
        if (!text.isEmpty()) {
            events.add(
                    "response.reasoning_summary_text.done",
                    place(open) + ",\"text\":" + Json.quote(text));
            events.add(
                    "response.reasoning_summary_part.done",
                    place(open) + ",\"part\":" + ResponseJson.summary(text));
        }
        done(open.index, ResponseJson.reasoning(open.id, text, encrypted));
        thought = null;
    }

    void call(Delta.ToolCall call) {
        closeThought(null);
        closeMessage();
        OpenCall open = new OpenCall(call);
        calls.put(call.call(), open);
        added(open.index, open.json(UNDER_WAY));
    }

    void arguments(Delta.Arguments more) {
        OpenCall open = calls.get(more.call());
        if (open != null && !more.json().isEmpty()) {
            open.arguments.append(more.json());
            events.add(
                    "response.function_call_arguments.delta",
                    place(open) + ",\"delta\":" + Json.quote(more.json()));
        }
    }

    private void closeCalls() {
        for (OpenCall open : calls.values()) {
            if (open.arguments.isEmpty() && status.equals("completed")) {
                // No arguments are an empty object: clients parse what they get.
                arguments(new Delta.Arguments(0, open.call.call(), "{}"));
            }
            events.add(
                    "response.function_call_arguments.done",
                    place(open)
                            + ",\"name\":"
                            + Json.quote(open.call.name())
                            + ",\"arguments\":"
                            + Json.quote(open.arguments.toString()));
            done(open.index, open.json(status));
        }
        calls.clear();
    }

    /** Closes all that is open. */
    void close(boolean complete) {
        status = complete ? "completed" : "incomplete";
        closeThought(null);
        closeMessage();
        closeCalls();
    }

    /** Takes what is open as it stands: it will not be finished. */
    void abandon() {
        if (message != null) {
            List<String> content = new ArrayList<>(message.content);
            String text = message.text.toString();
            content.add(message.refusing ? ResponseJson.refusal(text) : ResponseJson.text(text));
            items.set(message.index, ResponseJson.message(message.id, "incomplete", content));
        }
        for (OpenCall open : calls.values()) {
            items.set(open.index, open.json("incomplete"));
        }
        if (thought != null) {
            String text = thought.text.toString();
            items.set(thought.index, ResponseJson.reasoning(thought.id, text, null));
        }
    }

    private void added(int index, String item) {
        items.add("");
        events.add("response.output_item.added", "\"output_index\":" + index + ",\"item\":" + item);
    }

    private void done(int index, String item) {
        items.set(index, item);
        events.add("response.output_item.done", "\"output_index\":" + index + ",\"item\":" + item);
    }

    private static String place(OpenMessage open) {
        return place(open.id, open.index) + ",\"content_index\":" + open.content.size();
    }

    private static String place(OpenThought open) {
        return place(open.id, open.index) + ",\"summary_index\":0";
    }

    private static String place(OpenCall open) {
        return place(open.id, open.index);
    }

    private static String place(String id, int index) {
        return "\"item_id\":" + Json.quote(id) + ",\"output_index\":" + index;
    }
}
