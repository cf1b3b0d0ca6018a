package dev.undercut.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.Golden;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The events of a streamed response, in the order in which the SDKs expect them. */
class ResponsesStreamTest {
    private static final Delta STARTED = new Delta.Started("x", "up");

    private static Delta text(String text) {
        return new Delta.Text(0, text);
    }

    private static Delta stopped(StopReason reason) {
        return new Delta.Stopped(0, reason, null);
    }

    @Test
    void a_text_is_told_of_from_its_beginning_to_its_end() throws IOException {
        String stream =
                Talk.stream(
                        Talk.HI,
                        List.of(STARTED, text("one "), text("two €"), stopped(StopReason.STOP)));
        assertThat(Talk.types(stream))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        Golden.assertMatches("src/test/resources/golden/responses/text.sse", stream);
    }

    @Test
    void a_thought_comes_first_and_calls_may_interleave() throws IOException {
        String stream =
                Talk.stream(
                        Talk.HI,
                        List.of(
                                STARTED,
                                new Delta.Thought(0, "hm"),
                                new Delta.Thought(0, "m"),
                                new Delta.ThoughtSignature(0, "anthropic:s"),
                                text("I look."),
                                new Delta.ToolCall(0, 0, "call_a", "f"),
                                new Delta.ToolCall(0, 1, "call_b", "g"),
                                new Delta.Arguments(0, 0, "{\"a\":"),
                                new Delta.Arguments(0, 1, "{}"),
                                new Delta.Arguments(0, 0, "1}"),
                                new Delta.ToolCall(0, 2, "call_c", "without"),
                                stopped(StopReason.TOOL)));
        Golden.assertMatches("src/test/resources/golden/responses/tools.sse", stream);
        JsonNode last = Talk.events(stream).getLast().path("response");
        assertThat(last.path("output").findValuesAsText("type"))
                .containsExactly(
                        "reasoning",
                        "summary_text",
                        "message",
                        "output_text",
                        "function_call",
                        "function_call",
                        "function_call");
        assertThat(last.path("output").findValuesAsText("arguments"))
                .containsExactly("{\"a\":1}", "{}", "{}");
        assertThat(last.at("/undercut/cost_usd").asText()).isEqualTo("0.1");
    }

    @Test
    void the_whole_answer_is_what_the_last_event_holds() throws IOException {
        List<Delta> answer =
                List.of(
                        STARTED,
                        new Delta.HiddenThought(0, "anthropic:h"),
                        new Delta.Thought(0, "hm"),
                        text("so"),
                        new Delta.Refused(0, "but no"),
                        new Delta.ToolCall(0, 0, "call_a", "f"),
                        stopped(StopReason.TOOL));
        String request =
                """
                {"model":"m","input":"hi","instructions":"be brief","temperature":0.50,
                 "metadata":{"k":"v"},"text":{"format":{"type":"json_object"}},"user":"u",
                 "tools":[{"type":"function","name":"f","parameters":null,"strict":true}]}
                """;
        String whole = Talk.whole(request, answer);
        assertThat(Talk.events(Talk.stream(request, answer)).getLast().path("response"))
                .isEqualTo(Talk.json(whole));
        Golden.assertMatches("src/test/resources/golden/responses/whole.json", whole);
    }

    @Test
    void a_refusal_has_a_part_and_events_of_its_own() throws IOException {
        String stream =
                Talk.stream(
                        Talk.HI,
                        List.of(
                                STARTED,
                                new Delta.Refused(0, "I "),
                                new Delta.Refused(0, "won't"),
                                stopped(StopReason.STOP)));
        assertThat(Talk.types(stream))
                .containsSubsequence(
                        "response.content_part.added",
                        "response.refusal.delta",
                        "response.refusal.delta",
                        "response.refusal.done",
                        "response.content_part.done");
        assertThat(
                        Talk.events(stream)
                                .getLast()
                                .at("/response/output/0/content/0/refusal")
                                .asText())
                .isEqualTo("I won't");
    }

    @Test
    void an_answer_that_met_its_limit_is_incomplete_and_says_why() throws IOException {
        String stream =
                Talk.stream(Talk.HI, List.of(STARTED, text("half"), stopped(StopReason.LENGTH)));
        JsonNode last = Talk.events(stream).getLast();
        assertThat(last.path("type").asText()).isEqualTo("response.incomplete");
        assertThat(last.at("/response/status").asText()).isEqualTo("incomplete");
        assertThat(last.at("/response/incomplete_details/reason").asText())
                .isEqualTo("max_output_tokens");
        assertThat(last.at("/response/output/0/status").asText()).isEqualTo("incomplete");
        String filtered = Talk.whole(Talk.HI, List.of(text("x"), stopped(StopReason.FILTER)));
        assertThat(Talk.json(filtered).at("/incomplete_details/reason").asText())
                .isEqualTo("content_filter");
    }

    @Test
    void an_answer_that_breaks_off_fails_and_never_ends_cleanly() throws IOException {
        String stream =
                Talk.broken(
                        List.of(
                                STARTED,
                                text("half"),
                                new Delta.ToolCall(0, 0, "call_a", "f"),
                                new Delta.Arguments(0, 0, "{\"a")));
        List<JsonNode> events = Talk.events(stream);
        assertThat(Talk.types(stream)).doesNotContain("response.completed").endsWith("error");
        JsonNode failed = events.get(events.size() - 2);
        assertThat(failed.path("type").asText()).isEqualTo("response.failed");
        assertThat(failed.at("/response/error/code").asText()).isEqualTo("server_error");
        assertThat(failed.at("/response/output/0/content/0/text").asText()).isEqualTo("half");
        assertThat(failed.at("/response/output/1/status").asText()).isEqualTo("incomplete");
        assertThat(events.getLast().path("code").asText()).isEqualTo("upstream_cut");
        assertThat(events.getLast().path("message").asText()).isEqualTo("It broke off.");
    }

    @Test
    void an_answer_of_nothing_is_a_response_of_nothing() throws IOException {
        assertThat(Talk.types(Talk.stream(Talk.HI, List.of(STARTED, stopped(StopReason.STOP)))))
                .containsExactly("response.created", "response.in_progress", "response.completed");
    }

    @Test
    void the_usage_is_told_in_overlapping_counts() {
        JsonNode usage =
                Talk.json(Talk.whole(Talk.HI, List.of(stopped(StopReason.STOP)))).path("usage");
        assertThat(usage.toString())
                .isEqualTo(
                        "{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":2,"
                                + "\"cache_write_tokens\":1},\"output_tokens\":7,"
                                + "\"output_tokens_details\":{\"reasoning_tokens\":3},"
                                + "\"total_tokens\":17}");
    }
}
