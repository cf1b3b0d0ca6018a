package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.OriginalBody.Change;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.TokenCounting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicRequestTest {
    private static final Anthropic ANTHROPIC = new Anthropic();
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String PLAIN = "{\"model\":\"m\",\"max_tokens\":64," + MESSAGES + "}";

    private static ChatRequest read(String json) {
        return switch (ANTHROPIC.read(json.getBytes(UTF_8))) {
            case Reading.Read(ChatRequest request) -> request;
            case Reading.Refused(Refusal refusal) -> throw new AssertionError(refusal);
        };
    }

    private static Refusal refused(String json) {
        return switch (ANTHROPIC.read(json.getBytes(UTF_8))) {
            case Reading.Read(ChatRequest request) -> throw new AssertionError(request);
            case Reading.Refused(Refusal refusal) -> refusal;
        };
    }

    /** A plain request with more fields. */
    private static String with(String fields) {
        return "{\"model\":\"m\",\"max_tokens\":64," + fields + "," + MESSAGES + "}";
    }

    @Test
    void what_routing_needs_is_read() {
        ChatRequest request =
                read(
                        """
                        {"model":"undercut/55","max_tokens":100,"stream":true,
                         "system":[{"type":"text","text":"Be brief."}],
                         "tools":[{"name":"add","input_schema":{"type":"object"}}],
                         "output_config":{"effort":"low","format":{"type":"json_schema",
                           "schema":{"type":"object"}}},
                         "thinking":{"type":"adaptive"},
                         "undercut":{"quality_min":50},
                         "messages":[{"role":"user","content":[
                           {"type":"image","source":{"type":"base64","media_type":"image/png",
                            "data":"AAAA"}},{"type":"text","text":"What?"}]}]}
                        """);
        assertThat(request.model()).isEqualTo("undercut/55");
        assertThat(request.stream()).isTrue();
        assertThat(request.maxOutput()).isEqualTo(100);
        assertThat(request.effort()).isEqualTo(Effort.LOW);
        assertThat(request.needs())
                .containsExactlyInAnyOrder(
                        Feature.TOOLS, Feature.VISION, Feature.JSON_SCHEMA, Feature.REASONING);
        assertThat(request.preferences().qualityMin()).isEqualTo(50.0);
        assertThat(request.prompt().images()).isEqualTo(1);
        assertThat(request.prompt().messages()).isEqualTo(1);
        assertThat(request.prompt().texts()).contains("Be brief.", "What?");
        assertThat(request.prompt().text()).doesNotContain("AAAA");
    }

    @Test
    void the_text_of_every_block_that_a_model_reads_is_counted() {
        ChatRequest request =
                read(
                        """
                        {"model":"m","max_tokens":1,"messages":[
                         {"role":"assistant","content":[
                          {"type":"tool_use","id":"t","name":"add","input":{"a":1}}]},
                         {"role":"user","content":[
                          {"type":"tool_result","tool_use_id":"t","content":[
                            {"type":"text","text":"forty"},
                            {"type":"image","source":{"type":"url","url":"http://x"}}]},
                          {"type":"document","source":{"type":"text","media_type":"text/plain",
                            "data":"a page"}}]}]}
                        """);
        assertThat(request.prompt().texts()).contains("add", "{\"a\":1}", "forty", "a page");
        assertThat(request.needs()).containsExactly(Feature.VISION);
    }

    @Test
    void thinking_says_the_effort() {
        Map<String, Effort> efforts =
                Map.of(
                        "{\"type\":\"disabled\"}", Effort.NONE,
                        "{\"type\":\"adaptive\"}", Effort.HIGH,
                        "{\"type\":\"enabled\",\"budget_tokens\":2000}", Effort.LOW,
                        "{\"type\":\"enabled\",\"budget_tokens\":9000}", Effort.MEDIUM,
                        "{\"type\":\"enabled\",\"budget_tokens\":32000}", Effort.HIGH,
                        "{\"type\":\"between_tools\"}", Effort.DEFAULT);
        efforts.forEach((thinking, effort) ->
                assertThat(read(with("\"thinking\":" + thinking)).effort())
                        .as(thinking)
                        .isEqualTo(effort));
        assertThat(read(PLAIN).effort()).isEqualTo(Effort.DEFAULT);
        assertThat(read(with("\"thinking\":{\"type\":\"disabled\"}")).needs()).isEmpty();
    }

    @Test
    void what_is_missing_is_named() {
        assertThat(refused("{" + MESSAGES + ",\"max_tokens\":1}").param()).isEqualTo("model");
        assertThat(refused("{\"model\":\"m\",\"max_tokens\":1}").param()).isEqualTo("messages");
        Refusal limit = refused("{\"model\":\"m\"," + MESSAGES + "}");
        assertThat(limit.param()).isEqualTo("max_tokens");
        assertThat(limit.message()).contains("max_tokens: Field required");
        assertThat(refused("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[]}").param())
                .isEqualTo("messages");
    }

    @Test
    void what_is_wrong_is_named_by_its_place() {
        Map<String, String> wrong =
                Map.of(
                        with("\"max_tokens\":0"),
                        "max_tokens",
                        with("\"thinking\":7"),
                        "thinking",
                        with("\"output_config\":{\"effort\":\"huge\"}"),
                        "output_config.effort",
                        with("\"undercut\":{\"qualty\":1}"),
                        "undercut.qualty",
                        "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"content\":\"x\"}]}",
                        "messages.0.role",
                        "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\"}]}",
                        "messages.0.content",
                        with("\"stream\":\"yes\""),
                        "stream");
        wrong.forEach((json, param) -> assertThat(refused(json).param()).isEqualTo(param));
        assertThat(refused("{\"model\":").code()).isEqualTo("invalid_json");
        assertThat(refused("\uFEFF" + PLAIN).message()).contains("byte order mark");
        assertThat(refused("[]").message()).contains("JSON object");
    }

    @Test
    void a_thread_is_refused_so_that_the_sdk_sends_the_whole_conversation() {
        Refusal refusal = refused(with("\"thread\":{\"type\":\"create\"}"));
        assertThat(ANTHROPIC.status(refusal)).isEqualTo(400);
        assertThat(new String(ANTHROPIC.refusal(refusal, "01JD"), UTF_8))
                .contains("\"details\":{\"error_code\":\"thread_unsupported_request\"")
                .contains("\"unsupported\":[\"thread\"]")
                .endsWith("\"request_id\":\"01JD\"}");
        assertThat(read(with("\"thread\":null")).model()).isEqualTo("m");
    }

    @Test
    void only_what_must_change_changes() {
        String body =
                """
                { "model" : "m" , "undercut": {"quality_min": 50 },
                  "max_tokens":   64 , "new_field": {"a": 1.0e2},
                  "messages":[{"role":"user","content":"h\\u20aci"}] }
                """;
        byte[] changed = read(body).body().rewritten(new Change("claude-x", true, 32L, "other"));
        assertThat(new String(changed, UTF_8))
                .isEqualTo(
                        body.replace("\"m\"", "\"claude-x\"")
                                .replace(" \"undercut\": {\"quality_min\": 50 },", "")
                                .replace("64", "32"));
        byte[] raised = read(PLAIN).body().rewritten(new Change("m", false, 4000L, "other"));
        assertThat(new String(raised, UTF_8)).isEqualTo(PLAIN);
    }

    @Test
    void headers_that_say_how_the_body_is_meant_go_on_with_it_and_no_others() {
        Map<String, String> sent =
                Map.of(
                        "anthropic-version", "2023-06-01",
                        "anthropic-beta", "a-2026,b-2026",
                        "x-api-key", "secret",
                        "authorization", "Bearer secret");
        Reading reading = ANTHROPIC.read(PLAIN.getBytes(UTF_8), sent::get);
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        read ->
                                assertThat(read.request().body().headers())
                                        .isEqualTo(Map.of("anthropic-beta", "a-2026,b-2026")));
        assertThat(ANTHROPIC.isSpokenBy(sent::get)).isTrue();
        Map<String, String> odd = Map.of("anthropic-beta", "a\u00e9");
        assertThat(ANTHROPIC.read(PLAIN.getBytes(UTF_8), odd::get))
                .isInstanceOf(Reading.Refused.class);
    }

    @Test
    void a_request_that_is_only_counted_needs_no_limit() {
        TokenCounting counting = ANTHROPIC.tokenCounting().orElseThrow();
        String json = "{\"model\":\"m\"," + MESSAGES + "}";
        assertThat(counting.read(json.getBytes(UTF_8), name -> null))
                .isInstanceOf(Reading.Read.class);
        assertThat(new String(counting.write(42), UTF_8)).isEqualTo("{\"input_tokens\":42}");
    }

    @Test
    void kinds_of_refusals_have_the_dialects_types_and_statuses() {
        record Row(Refusal.Kind kind, String code, int status, String type) {}
        List<Row> rows =
                List.of(
                        new Row(Refusal.Kind.UNAUTHENTICATED, "x", 401, "authentication_error"),
                        new Row(Refusal.Kind.NOT_FOUND, "x", 404, "not_found_error"),
                        new Row(Refusal.Kind.TOO_LARGE, "x", 413, "request_too_large"),
                        new Row(Refusal.Kind.RATE_LIMITED, "x", 429, "rate_limit_error"),
                        new Row(Refusal.Kind.RATE_LIMITED, "insufficient_quota", 402, "billing_"),
                        new Row(Refusal.Kind.UPSTREAM, "overloaded", 529, "overloaded_error"),
                        new Row(Refusal.Kind.UPSTREAM, "broken_answer", 502, "api_error"),
                        new Row(Refusal.Kind.UNAVAILABLE, "x", 529, "overloaded_error"),
                        new Row(Refusal.Kind.TIMED_OUT, "x", 504, "timeout_error"));
        for (Row row : rows) {
            Refusal refusal = new Refusal(row.kind, row.code, "why \"so\"", null);
            assertThat(ANTHROPIC.status(refusal)).as(row.type).isEqualTo(row.status);
            assertThat(new String(ANTHROPIC.refusal(refusal), UTF_8))
                    .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"" + row.type)
                    .contains("why \\\"so\\\"");
        }
    }
}
