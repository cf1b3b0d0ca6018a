package dev.undercut.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import dev.undercut.e2e.Babel.Client;
import dev.undercut.e2e.Babel.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every dialect of clients against every dialect of providers, with what is odd but legal. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class AnyToAnyTest {
    private static final String PICTURE = "iVBORw0KGgo=";

    private Babel babel;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        babel = new Babel(home);
    }

    @AfterAll
    void stop() throws Exception {
        babel.close();
    }

    @BeforeEach
    void reset() {
        babel.reset();
    }

    static Stream<Arguments> everyPair() {
        return Stream.of(Client.values())
                .flatMap(client ->
                        Stream.of(Upstream.values())
                                .map(upstream -> Arguments.of(client, upstream)));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void a_loop_of_tools_reaches_every_provider_and_its_answer_every_client(
            Client client, Upstream upstream) throws Exception {
        babel.of(upstream).answersJson(200, called(upstream));
        Wire.Answer answer = babel.ask(client, loop(client, upstream.model()));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        String sent = babel.of(upstream).onlyCall().bodyText();
        assertThat(sent).contains("Be brief.", "What is this?", PICTURE, "look up", "\"lookup\"");
        // Arguments are a string or an object, whichever the dialect has; so are results.
        assertThat(sent.replace("\\", "")).contains("{\"n\":9007199254740993}");
        assertThat(sent).contains("first result", "second result");
        assertThat(sent.split("second result", -1)).hasSize(2);
        assertThat(said(client, answer.json())).containsExactly("So:", "lookup {\"n\":2.50}");
        assertThat(answer.text()).contains("\"undercut\":{");
    }

    private static String called(Upstream upstream) {
        return switch (upstream) {
            case OPENAI ->
                    """
                    {"id":"c","object":"chat.completion","created":1,"model":"up","choices":[\
                    {"index":0,"message":{"role":"assistant","content":"So:","refusal":null,\
                    "tool_calls":[{"id":"call_9","type":"function","function":{"name":"lookup",\
                    "arguments":"{\\"n\\":2.50}"}}]},"logprobs":null,\
                    "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":9,\
                    "completion_tokens":4,"total_tokens":13}}\
                    """;
            case ANTHROPIC ->
                    Claude.whole(
                            Claude.text("So:")
                                    + ",{\"type\":\"tool_use\",\"id\":\"toolu_9\","
                                    + "\"name\":\"lookup\",\"input\":{\"n\":2.50}}",
                            "tool_use",
                            Claude.usage(9, 4));
            case GEMINI ->
                    """
                    {"candidates":[{"index":0,"finishReason":"STOP","content":{"role":"model",\
                    "parts":[{"text":"So:"},{"functionCall":{"name":"lookup",\
                    "args":{"n":2.50}}}]}}],"usageMetadata":{"promptTokenCount":9,\
                    "candidatesTokenCount":4,"totalTokenCount":13}}\
                    """;
            case OLLAMA ->
                    """
                    {"model":"up","message":{"role":"assistant","content":"So:","tool_calls":[\
                    {"function":{"name":"lookup","arguments":{"n":2.50}}}]},"done":true,\
                    "done_reason":"stop","prompt_eval_count":9,"eval_count":4}\
                    """;
            case BEDROCK ->
                    """
                    {"output":{"message":{"role":"assistant","content":[{"text":"So:"},\
                    {"toolUse":{"toolUseId":"t9","name":"lookup","input":{"n":2.50}}}]}},\
                    "stopReason":"tool_use","usage":{"inputTokens":9,"outputTokens":4,\
                    "totalTokens":13}}\
                    """;
        };
    }

    /** A question with a picture, two calls at once, and their results in the other order. */
    private static String loop(Client client, String model) {
        return switch (client) {
            case CHAT ->
                    """
                    {"model":"%s","messages":[{"role":"system","content":"Be brief."},\
                    {"role":"user","content":[{"type":"text","text":"What is this?"},\
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]},\
                    {"role":"assistant","content":null,"tool_calls":[\
                    {"id":"call_1","type":"function","function":{"name":"lookup",\
                    "arguments":"{\\"n\\":9007199254740993}"}},\
                    {"id":"call_2","type":"function","function":{"name":"lookup",\
                    "arguments":""}}]},\
                    {"role":"tool","tool_call_id":"call_2","content":"second result"},\
                    {"role":"tool","tool_call_id":"call_1","content":"first result"}],\
                    "tools":[{"type":"function","function":{"name":"lookup",\
                    "description":"look up","parameters":{"type":"object"}}}]}\
                    """
                            .formatted(model, PICTURE);
            case MESSAGES ->
                    """
                    {"model":"%s","max_tokens":64,"system":"Be brief.","messages":[\
                    {"role":"user","content":[{"type":"text","text":"What is this?"},\
                    {"type":"image","source":{"type":"base64","media_type":"image/png",\
                    "data":"%s"}}]},\
                    {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1",\
                    "name":"lookup","input":{"n":9007199254740993}},{"type":"tool_use",\
                    "id":"toolu_2","name":"lookup","input":{}}]},\
                    {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_2",\
                    "content":"second result"},{"type":"tool_result","tool_use_id":"toolu_1",\
                    "content":[{"type":"text","text":"first result"}]}]}],\
                    "tools":[{"name":"lookup","description":"look up",\
                    "input_schema":{"type":"object"}}]}\
                    """
                            .formatted(model, PICTURE);
            case RESPONSES ->
                    """
                    {"model":"%s","instructions":"Be brief.","input":[\
                    {"role":"user","content":[{"type":"input_text","text":"What is this?"},\
                    {"type":"input_image","image_url":"data:image/png;base64,%s"}]},\
                    {"type":"function_call","id":"fc_1","call_id":"call_1","name":"lookup",\
                    "arguments":"{\\"n\\":9007199254740993}"},\
                    {"type":"function_call","id":"fc_2","call_id":"call_2","name":"lookup",\
                    "arguments":""},\
                    {"type":"function_call_output","call_id":"call_2",\
                    "output":"second result"},\
                    {"type":"function_call_output","call_id":"call_1",\
                    "output":"first result"}],\
                    "tools":[{"type":"function","name":"lookup","description":"look up",\
                    "parameters":{"type":"object"},"strict":false}]}\
                    """
                            .formatted(model, PICTURE);
        };
    }

    /** Texts, and calls with their arguments, in order. */
    private static List<String> said(Client client, JsonNode answer) throws IOException {
        List<String> said = new ArrayList<>();
        switch (client) {
            case CHAT -> {
                JsonNode message = answer.at("/choices/0/message");
                said.add(message.path("content").asText());
                for (JsonNode call : message.path("tool_calls")) {
                    said.add(
                            call.at("/function/name").asText()
                                    + " "
                                    + call.at("/function/arguments").asText());
                }
                assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
                assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(13);
            }
            case MESSAGES -> {
                for (JsonNode block : answer.path("content")) {
                    boolean text = block.path("type").asText().equals("text");
                    // The test's own parser would drop the zero.
                    said.add(
                            text
                                    ? block.path("text").asText()
                                    : block.path("name").asText() + " {\"n\":2.50}");
                    assertThat(text || block.at("/input/n").decimalValue().doubleValue() == 2.5)
                            .isTrue();
                }
                assertThat(answer.path("stop_reason").asText()).isEqualTo("tool_use");
                assertThat(answer.at("/usage/output_tokens").asInt()).isEqualTo(4);
            }
            case RESPONSES -> {
                for (JsonNode item : answer.path("output")) {
                    said.add(
                            item.path("type").asText().equals("message")
                                    ? item.at("/content/0/text").asText()
                                    : item.path("name").asText()
                                            + " "
                                            + item.path("arguments").asText());
                }
                assertThat(answer.path("status").asText()).isEqualTo("completed");
                assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(13);
            }
        }
        return said;
    }

    /** Providers that stream escapes cut an emoji in two; its halves must find each other. */
    @ParameterizedTest
    @EnumSource(Client.class)
    void an_emoji_cut_in_two_events_is_whole_again(Client client) throws Exception {
        babel.of(Upstream.OPENAI)
                .answers(call -> {
                    call.beginStream();
                    call.event(Answers.role());
                    call.event(Answers.chunk(piece("x\\ud83d")));
                    call.event(Answers.chunk(piece("\\ude00y")));
                    call.event(Answers.finish("stop"));
                    call.event(Answers.usage(10, 5));
                    call.done();
                });
        babel.of(Upstream.ANTHROPIC)
                .answers(call -> {
                    call.beginStream();
                    String delta = "{\"type\":\"text_delta\",\"text\":\"%s\"}";
                    call.chunk(
                            (Claude.start(10)
                                            + Claude.open(0, "{\"type\":\"text\",\"text\":\"\"}")
                                            + Claude.more(0, delta.formatted("x\\ud83d"))
                                            + Claude.more(0, delta.formatted("\\ude00y"))
                                            + Claude.close(0)
                                            + Claude.end("end_turn", 5))
                                    .getBytes(UTF_8));
                    call.endStream();
                });
        for (Upstream upstream : List.of(Upstream.OPENAI, Upstream.ANTHROPIC)) {
            Wire.Answer answer =
                    babel.ask(client, client.question(upstream.model(), "\"stream\":true"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(streamed(answer.text())).as("from %s", upstream).isEqualTo("x😀y");
        }
    }

    private static String piece(String text) {
        return "[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]";
    }

    /** All pieces of text in a stream of any dialect. */
    private static String streamed(String events) {
        StringBuilder text = new StringBuilder();
        for (String line : events.split("\n", -1)) {
            if (line.startsWith("data: {")) {
                JsonNode event = Json.tree(line.substring(6).getBytes(UTF_8));
                assertThat(event).as(line).isNotNull();
                text.append(event.at("/choices/0/delta/content").asText(""));
                text.append(event.at("/delta/text").asText(""));
                boolean delta = event.path("type").asText().equals("response.output_text.delta");
                text.append(delta ? event.path("delta").asText() : "");
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void half_a_character_and_a_huge_number_in_a_schema_are_passed_on(
            Client client, Upstream upstream) throws Exception {
        babel.of(upstream).answersJson(200, called(upstream));
        String schema =
                "{\"type\":\"object\",\"description\":\"\\udc00\",\"n\":123456789012345678901.50}";
        String tools =
                switch (client) {
                    case CHAT ->
                            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\","
                                    + "\"parameters\":%s}}]";
                    case MESSAGES -> "\"tools\":[{\"name\":\"f\",\"input_schema\":%s}]";
                    case RESPONSES ->
                            "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":%s}]";
                };
        Wire.Answer answer =
                babel.ask(client, client.question(upstream.model(), tools.formatted(schema)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(babel.of(upstream).onlyCall().bodyText())
                .containsIgnoringCase("\\udc00")
                .contains("123456789012345678901.50");
    }

    @ParameterizedTest
    @EnumSource(Upstream.class)
    void half_a_character_in_the_arguments_of_a_call_stops_no_conversation(Upstream upstream)
            throws Exception {
        babel.of(upstream).answersJson(200, called(upstream));
        String arguments = "\"{\\\"a\\\":\\\"\\ud83d\\\"}\"";
        Wire.Answer answer =
                babel.ask(
                        Client.CHAT,
                        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":%s}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"r\"}]}"
                                .formatted(upstream.model(), arguments));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(babel.of(upstream).onlyCall().bodyText()).containsIgnoringCase("\\ud83d");
    }

    /** An overlong slash, and half a pair as bytes: what some readers take for letters. */
    @ParameterizedTest
    @MethodSource("everyPair")
    void bytes_that_are_no_utf_8_are_never_translated(Client client, Upstream upstream)
            throws Exception {
        for (byte[] wrong : List.of(new byte[] {-64, -81}, new byte[] {-19, -96, -128})) {
            String mark = new String(wrong, ISO_8859_1);
            babel.reset();
            babel.of(upstream).answers(call -> badly(upstream, mark, call));
            Wire.Answer broken = babel.ask(client, client.question(upstream.model(), ""));
            boolean passes = client == upstream.client();
            assertThat(broken.status()).as(broken.text()).isEqualTo(passes ? 200 : 502);

            babel.reset();
            babel.of(upstream).answersJson(200, called(upstream));
            String question = client.question(upstream.model(), "").replace("\"q\"", quote(mark));
            Wire.Answer refused = babel.ask(client, question.getBytes(ISO_8859_1));
            assertThat(refused.status()).as(refused.text()).isEqualTo(passes ? 200 : 400);
            assertThat(babel.of(upstream).calls()).hasSize(passes ? 1 : 0);
        }
    }

    private static String quote(String text) {
        return '"' + text + '"';
    }

    private static void badly(Upstream upstream, String mark, FakeProvider.Call call)
            throws IOException {
        byte[] body = called(upstream).replace("So:", mark).getBytes(ISO_8859_1);
        call.head(200, "application/json", "Content-Length: " + body.length);
        call.raw(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MESSAGES  | GEMINI  | tool_choice.disable_parallel_tool_use | "tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true}
                    MESSAGES  | BEDROCK | tool_choice.disable_parallel_tool_use | "tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true}
                    MESSAGES  | GEMINI  | stop_sequences                        | "stop_sequences":["1","2","3","4","5","6"]
                    MESSAGES  | OPENAI  | top_k                                 | "top_k":3
                    MESSAGES  | OLLAMA  | source                                | "system":"s","messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x/y.png"}}]}]
                    MESSAGES  | OLLAMA  | document                              | "system":"s","messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"}}]}]
                    RESPONSES | BEDROCK | text.format                           | "text":{"format":{"type":"json_object"}}
                    RESPONSES | GEMINI  | parallel_tool_calls                   | "tools":[{"type":"function","name":"f","parameters":{"type":"object"}}],"parallel_tool_calls":false
                    CHAT      | BEDROCK | response_format                       | "response_format":{"type":"json_object"}
                    CHAT      | GEMINI  | stop                                  | "stop":["1","2","3","4","5","6"]
                    CHAT      | OLLAMA  | n                                     | "n":2
                    """)
    void what_a_provider_cannot_do_is_refused_by_the_clients_own_name(
            Client client, Upstream upstream, String field, String fields) throws Exception {
        String question = client.question(upstream.model(), fields);
        if (fields.contains("\"messages\"")) {
            question =
                    question.replace(
                            "\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"system\"",
                            "\"system\"");
        }
        Wire.Answer answer = babel.ask(client, question);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        JsonNode error = answer.json().path("error");
        assertThat(error.path("message").asText()).contains(field);
        if (client != Client.MESSAGES) {
            assertThat(error.path("param").asText()).isEqualTo(field);
        }
        assertThat(babel.of(upstream).calls()).isEmpty();
    }

    /** What a client says with nothing in it would make Ollama load a model and be silent. */
    @ParameterizedTest
    @MethodSource("everyPair")
    void a_request_that_says_nothing_is_refused_or_the_providers_to_judge(
            Client client, Upstream upstream) throws Exception {
        String question = client.question(upstream.model(), "").replace("\"q\"", "\"\"");
        babel.of(upstream).answersJson(200, called(upstream));
        Wire.Answer answer = babel.ask(client, question);

        if (answer.status() == 200) {
            assertThat(babel.of(upstream).onlyCall().bodyText()).contains("\"role\":\"user\"");
        } else {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().at("/error/message").asText())
                    .contains(client == Client.RESPONSES ? "input" : "messages");
        }
    }

    @Test
    void blocks_of_kinds_to_come_pass_within_their_dialect_whatever_their_keys_hold()
            throws Exception {
        babel.of(Upstream.ANTHROPIC).answersJson(200, called(Upstream.ANTHROPIC));
        String blocks =
                "[{\"type\":\"future\",\"source\":1,\"content\":2,\"text\":[3],\"title\":{}},"
                        + "{\"type\":\"search_result\",\"source\":\"https://x\",\"title\":\"t\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"found\"}]}]";
        String question =
                Client.MESSAGES.question(Upstream.ANTHROPIC.model(), "").replace("\"q\"", blocks);
        assertThat(babel.ask(Client.MESSAGES, question).status()).isEqualTo(200);
        assertThat(babel.of(Upstream.ANTHROPIC).onlyCall().bodyText()).contains(blocks);

        Wire.Answer refused =
                babel.ask(
                        Client.MESSAGES,
                        Client.MESSAGES
                                .question(Upstream.OPENAI.model(), "")
                                .replace(
                                        "\"q\"",
                                        "[{\"type\":\"search_result\",\"source\":\"https://x\"}]"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/message").asText())
                .contains("messages.0.content.0.type", "search_result");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void an_answer_without_any_choice_is_no_answer(Client client) throws Exception {
        babel.of(Upstream.OPENAI)
                .answersJson(200, "{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[]}");
        Wire.Answer answer = babel.ask(client, client.question(Upstream.OPENAI.model(), ""));
        assertThat(answer.status()).isEqualTo(502);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void an_empty_stop_text_never_reaches_a_provider_that_would_stop_at_once(Client client)
            throws Exception {
        if (client == Client.RESPONSES) {
            return;
        }
        babel.of(Upstream.OLLAMA).answersJson(200, called(Upstream.OLLAMA));
        String name = client == Client.CHAT ? "stop" : "stop_sequences";
        String fields = "\"" + name + "\":[\"END\",\"\"]";
        babel.ask(client, client.question(Upstream.OLLAMA.model(), fields));
        assertThat(babel.of(Upstream.OLLAMA).onlyCall().bodyText()).contains("\"stop\":[\"END\"]");
    }
}
