package dev.undercut.dialect.bedrock;

import static dev.undercut.dialect.Said.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.Golden;
import dev.undercut.chat.Answer;
import dev.undercut.chat.Conversation.CacheMark;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Heard;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Said;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.WholeAnswer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BedrockTest {
    private static final String NOVA = "amazon.nova-pro-v1:0";
    private static final String CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{}}";

    private final Bedrock bedrock = new Bedrock();

    private static void golden(String name, String body) {
        Golden.assertMatches(
                "src/test/resources/dialect/bedrock/" + name + ".json", Heard.pretty(body));
    }

    @Test
    void a_request_with_all_that_can_be_said() {
        golden(
                "everything-set",
                Said.user("Hello")
                        .system("Be brief.")
                        .limit(900)
                        .sampling(new Sampling("1.7", "0.9", 40L, 42L, "0", "0.0"))
                        .stop("END", " ")
                        .format(new Format.JsonSchema("city", SCHEMA, true, "a city"))
                        .thinking(new Thinking(Effort.HIGH, 2048L, true))
                        .tool(new Tool("f", "Does f", SCHEMA, true, CacheMark.HOUR))
                        .tool(new Tool("g", null, null, null, null))
                        .choice(new ToolChoice.Named("f"))
                        .to(bedrock, new Target(CLAUDE, false, null, 800L, Quirks.NONE)));
    }

    @Test
    void a_loop_of_calls_puts_results_first_and_sides_alternate() {
        golden(
                "tool-loop",
                Said.user("Weather?")
                        .tool("weather", SCHEMA)
                        .answers(
                                new Part.Thought("mine", "bedrock:U0lH"),
                                new Part.Thought("other", "anthropic:U0lH"),
                                new Part.HiddenThought("bedrock:cmVk"),
                                new Part.Text(" "),
                                call("call.with:odd/id", "weather", "{\"city\":\"Oslo\"}"),
                                call("b", "weather", "nonsense"))
                        .turn(Role.USER, new Part.Text("By the way"), Said.png())
                        .result("call.with:odd/id", "21")
                        .turn(Role.USER, new Part.ToolResult("b", List.of(), true, null))
                        .turn(Role.SYSTEM, new Part.Text("Now in French.", CacheMark.MINUTES))
                        .to(bedrock, NOVA));
    }

    /** Bedrock refuses blank texts in results too; and a result must be there. */
    @Test
    void a_tool_that_said_nothing_is_told_without_a_blank_text() {
        String sent =
                Said.user("q")
                        .tool("f", SCHEMA)
                        .answers(call("a", "f", "{}"), call("b", "f", "{}"), call("c", "f", "{}"))
                        .result("a", "")
                        .result("b", " \n")
                        .turn(
                                Role.USER,
                                new Part.ToolResult(
                                        "c",
                                        List.of(new Part.Text(""), new Part.Text("said")),
                                        false,
                                        null))
                        .to(bedrock, NOVA);

        assertThat(sent)
                .contains(
                        "\"a\",\"content\":[{\"text\":\"(empty)\"}]",
                        "\"b\",\"content\":[{\"text\":\"(empty)\"}]",
                        "\"c\",\"content\":[{\"text\":\"said\"}]");
    }

    @Test
    void files_are_named_as_bedrock_wants_them() {
        golden(
                "media",
                new Said()
                        .turn(
                                Role.USER,
                                new Part.Document(
                                        new Part.Media.Inline("application/pdf", "cGRm"),
                                        "My_report  (v2).pdf",
                                        null),
                                new Part.Image(new Part.Media.Url("s3://bucket/a.jpg"), null, null),
                                new Part.Audio("mp3", "bXAz"))
                        .to(bedrock, NOVA));
    }

    @Test
    void the_path_holds_the_id_and_a_stream_asks_for_events() {
        Outgoing.Ready ready =
                (Outgoing.Ready)
                        bedrock.write(
                                Said.user("Hi").conversation(),
                                new Target(NOVA, true, null, null, Quirks.NONE));

        assertThat(ready.path()).isEqualTo("/model/amazon.nova-pro-v1%3A0/converse-stream");
        assertThat(ready.headers()).containsEntry("Accept", "application/vnd.amazon.eventstream");
        assertThat(bedrock.chatPath(NOVA, false)).endsWith("/converse");
    }

    @Test
    void an_effort_is_said_where_there_is_no_budget() {
        assertThat(Said.user("Hi").effort(Effort.XHIGH).to(bedrock, CLAUDE))
                .contains("\"outputConfig\":{\"effort\":\"xhigh\"}");
        assertThat(Said.user("Hi").effort(Effort.NONE).to(bedrock, CLAUDE))
                .doesNotContain("outputConfig");
    }

    @Test
    void what_cannot_be_said_is_refused_by_the_clients_name() {
        Said called = Said.user("Hi").answers(call("a", "f", "")).result("a", "1");
        Part picture = new Part.Image(new Part.Media.Url("https://example.com/a.png"), null, null);

        assertThat(Said.user("Hi").choices(2).refusedBy(bedrock, NOVA)).isEqualTo("n");
        assertThat(
                        Said.user("Hi")
                                .sampling(new Sampling(null, null, 3L, null, null, null))
                                .refusedBy(bedrock, NOVA))
                .isEqualTo("top_k");
        assertThat(
                        Said.user("Hi")
                                .sampling(new Sampling(null, null, null, null, "0.1", null))
                                .refusedBy(bedrock, NOVA))
                .isEqualTo("frequency_penalty");
        assertThat(Said.user("Hi").format(new Format.JsonObject()).refusedBy(bedrock, NOVA))
                .isEqualTo("response_format");
        assertThat(called.tool("f", SCHEMA).choice(new ToolChoice.None()).refusedBy(bedrock, NOVA))
                .isEqualTo("tool_choice");
        assertThat(new Said().turn(Role.USER, picture).refusedBy(bedrock, NOVA))
                .isEqualTo("image_url");
        assertThat(Said.user("Hi").other("web_search_options", "{}").refusedBy(bedrock, NOVA))
                .isEqualTo("web_search_options");
        assertThat(new Said().system("alone").refusedBy(bedrock, NOVA)).isEqualTo("messages");
    }

    @Test
    void a_whole_answer_says_the_same_as_its_stream() throws Exception {
        String body =
                "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":["
                        + "{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm…\",\"signature\":"
                        + "\"U0lH\"}}},{\"text\":\"Grüße 🌍\"},{\"toolUse\":{\"toolUseId\":\"tooluse_a\","
                        + "\"name\":\"f\",\"input\":{\"x\":1.5}}},{\"toolUse\":{\"toolUseId\":"
                        + "\"tooluse_b\",\"name\":\"g\",\"input\":{}}}]}},\"stopReason\":\"tool_use\","
                        + "\"usage\":{\"inputTokens\":10,\"outputTokens\":20,\"totalTokens\":30}}";
        WholeAnswer whole =
                Objects.requireNonNull(
                        bedrock.whole(body.getBytes(UTF_8), Quirks.NONE, Depth.TRANSLATE));
        Heard streamed =
                Heard.of(bedrock, new java.io.ByteArrayInputStream(Events.answer().bytes()));

        assertThat(whole.reason()).isEqualTo(StopReason.TOOL);
        assertThat(Objects.requireNonNull(whole.report()).usage()).isEqualTo(Usage.of(10, 20));
        assertThat(Answer.of(whole.deltas()).toString())
                .isEqualTo(Answer.of(streamed.deltas()).toString().replace("1.50", "1.5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "<html>",
                "{\"output\":{\"message\":{\"content\":[{\"image\":{}}]}},\"stopReason\":\"end_turn\"}",
                "{\"output\":{\"message\":{\"content\":[]}},\"stopReason\":\"malformed_model_output\"}"
            })
    void what_is_no_answer_is_none(String body) {
        assertThat(bedrock.whole(body.getBytes(UTF_8), Quirks.NONE, Depth.TRANSLATE)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "429, ThrottlingException, rate_limited",
        "429, ModelNotReadyException:http://internal.amazon.com/, rate_limited",
        "400, ServiceQuotaExceededException, out_of_credit",
        "408, ModelTimeoutException, timed_out",
        "424, ModelErrorException, overloaded",
        "404, ResourceNotFoundException, not_served",
        "403, AccessDeniedException, provider_key_rejected",
        "403, UnrecognizedClientException, provider_key_rejected",
        "400, ValidationException, bad_request",
        "500, InternalServerException, overloaded",
        "503, ServiceUnavailableException, overloaded"
    })
    void an_exception_says_what_to_do(int status, String type, String code) {
        byte[] body = "{\"message\":\"no\"}".getBytes(UTF_8);

        assertThat(bedrock.failure(status, name -> type, body).code()).isEqualTo(code);
        assertThat(bedrock.failure(status, name -> type, body).message()).isEqualTo("no");
    }

    @Test
    void a_model_that_is_not_sold_here_is_not_the_clients_mistake() {
        byte[] body = "{\"message\":\"The provided model identifier is invalid.\"}".getBytes(UTF_8);

        assertThat(bedrock.failure(400, name -> "ValidationException", body).code())
                .isEqualTo("not_served");
    }
}
