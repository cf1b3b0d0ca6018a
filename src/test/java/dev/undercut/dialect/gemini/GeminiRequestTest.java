package dev.undercut.dialect.gemini;

import static dev.undercut.dialect.Said.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.Golden;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.dialect.Heard;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Said;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiRequestTest {
    private static final String FLASH = "gemini-2.5-flash";
    private static final String NEW = "gemini-3-pro-preview";
    private static final String CITY =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}";

    private final Gemini gemini = new Gemini(() -> "call_1");

    private static void golden(String name, String body) {
        Golden.assertMatches(
                "src/test/resources/dialect/gemini/" + name + ".json", Heard.pretty(body));
    }

    @Test
    void a_question_with_all_that_can_be_set() {
        golden(
                "everything-set",
                Said.user("Which city?")
                        .system("Be brief.")
                        .system("Be kind.")
                        .limit(900)
                        .sampling(new Sampling("0.70", "0.9", 40L, 42L, "0.5", "-1"))
                        .stop("END", "")
                        .choices(2)
                        .format(new Format.JsonSchema("city", CITY, true, null))
                        .thinking(new Thinking(Effort.HIGH, 2048L, true))
                        .other("metadata", "{\"a\":\"b\"}")
                        .to(gemini, FLASH));
    }

    @Test
    void a_loop_of_parallel_calls_names_their_results_and_keeps_their_order() {
        golden(
                "tool-loop",
                Said.user("Weather?")
                        .tool("weather", CITY)
                        .tool(new Tool("now", null, null, null, null))
                        .answers(
                                new Part.Text("Let me look."),
                                call("a", "weather", "{\"city\":\"Oslo\",\"n\":1.10}"),
                                call("b", "weather", "{\"city\":\"Rome\"}"),
                                call("c", "now", ""))
                        .result("c", "12:00")
                        .result("b", "{\"t\": 21.50}")
                        .turn(
                                Role.USER,
                                new Part.ToolResult(
                                        "a", List.of(new Part.Text("no such city")), true, null),
                                new Part.Text("Go on."))
                        .to(gemini, FLASH));
    }

    @Test
    void pictures_files_and_sound_stand_where_they_stood() {
        golden(
                "media",
                new Said()
                        .turn(
                                Role.USER,
                                new Part.Text("Look:"),
                                Said.png(),
                                new Part.Image(
                                        new Part.Media.Url("https://example.com/a.jpg?w=1"),
                                        "low",
                                        null),
                                new Part.Document(
                                        new Part.Media.Inline("application/pdf", "cGRm"),
                                        "a.pdf",
                                        null),
                                new Part.Audio("wav", "d2F2"))
                        .to(gemini, FLASH));
    }

    @Test
    void instructions_in_the_middle_become_the_users_and_empty_texts_vanish() {
        golden(
                "folded-turns",
                Said.user("Hi")
                        .answers(new Part.Text(""))
                        .turn(Role.SYSTEM, new Part.Text("Speak French."))
                        .answers(
                                new Part.Thought("hm", "anthropic:abc"),
                                new Part.HiddenThought("x"),
                                new Part.Thought("so", "gemini:U0lH"),
                                new Part.Text("Salut"))
                        .asks("Bye")
                        .to(gemini, FLASH));
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, NONE, '{\"thinkingBudget\":0}'",
        "gemini-2.5-pro, NONE, '{\"thinkingBudget\":128}'",
        "gemini-2.5-pro, MINIMAL, '{\"thinkingBudget\":1024}'",
        "gemini-2.5-flash, MEDIUM, '{\"thinkingBudget\":8192}'",
        "models/gemini-2.5-flash, MAX, '{\"thinkingBudget\":24576}'",
        "gemini-3-flash-preview, NONE, '{\"thinkingLevel\":\"MINIMAL\"}'",
        "gemini-3-pro-preview, MINIMAL, '{\"thinkingLevel\":\"LOW\"}'",
        "gemini-3-pro-preview, MEDIUM, '{\"thinkingLevel\":\"HIGH\"}'",
        "gemini-3-flash-preview, MEDIUM, '{\"thinkingLevel\":\"MEDIUM\"}'",
        "gemini-flash-latest, HIGH, '{\"thinkingLevel\":\"HIGH\"}'",
    })
    void an_effort_becomes_the_generations_own_measure(String model, Effort effort, String json) {
        assertThat(Said.user("Hi").effort(effort).to(gemini, model))
                .contains("\"thinkingConfig\":" + json + "}");
    }

    @Test
    void a_budget_becomes_a_level_where_there_are_only_levels() {
        assertThat(
                        Said.user("Hi")
                                .thinking(new Thinking(Effort.DEFAULT, 1000L, null))
                                .to(gemini, "gemini-3-flash"))
                .contains("\"thinkingConfig\":{\"thinkingLevel\":\"LOW\"}");
    }

    @Test
    void nothing_is_said_about_thinking_when_the_client_says_nothing() {
        assertThat(Said.user("Hi").to(gemini, NEW)).doesNotContain("thinking");
    }

    @Test
    void limits_are_lowered_to_what_the_model_can_and_the_plan_allows() {
        Said said = Said.user("Hi").limit(100_000);

        assertThat(said.to(gemini, new Target(FLASH, false, null, 65_536L, Quirks.NONE)))
                .contains("\"maxOutputTokens\":65536");
        assertThat(said.to(gemini, new Target(FLASH, false, 500L, 65_536L, Quirks.NONE)))
                .contains("\"maxOutputTokens\":500");
    }

    @Test
    void a_choice_of_tools_becomes_a_mode() {
        Said said = Said.user("Hi").tool("f", CITY);

        assertThat(said.to(gemini, FLASH)).doesNotContain("toolConfig");
        assertThat(said.choice(new ToolChoice.None()).to(gemini, FLASH))
                .contains("{\"functionCallingConfig\":{\"mode\":\"NONE\"}}");
        assertThat(said.choice(new ToolChoice.Any()).to(gemini, FLASH))
                .contains("{\"functionCallingConfig\":{\"mode\":\"ANY\"}}");
        assertThat(said.choice(new ToolChoice.Named("f")).to(gemini, FLASH))
                .contains(
                        "{\"functionCallingConfig\":{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]}}");
        assertThat(
                        said.choice(new ToolChoice.Auto())
                                .tool(new Tool("g", null, CITY, true, null))
                                .to(gemini, FLASH))
                .contains("{\"functionCallingConfig\":{\"mode\":\"VALIDATED\"}}");
    }

    @Test
    void a_long_seed_is_folded_into_32_bits_and_stays_the_same() {
        Said said = Said.user("Hi");
        String once =
                said.sampling(new Sampling(null, null, null, 1L << 40, null, null))
                        .to(gemini, FLASH);

        assertThat(once).contains("\"seed\":256");
    }

    @Test
    void a_lost_signature_degrades_only_where_one_is_wanted() {
        Said said =
                Said.user("Hi")
                        .tool("f", CITY)
                        .answers(call("old", "f", "{}"))
                        .result("old", "1")
                        .asks("Again")
                        .answers(call("a", "f", "{}"), call("b", "f", "{}"))
                        .result("a", "1")
                        .result("b", "2");

        assertThat(said.to(gemini, FLASH)).doesNotContain("thoughtSignature");
        assertThat(said.to(gemini, NEW)).containsOnlyOnce("skip_thought_signature_validator");
    }

    @Test
    void a_signature_that_the_client_carried_is_sent_back() {
        String body =
                Said.user("Hi")
                        .tool("f", CITY)
                        .answers(new Part.ToolCall("a", "f", "{}", "gemini:U0lH"))
                        .result("a", "1")
                        .to(gemini, NEW);

        assertThat(body)
                .contains(
                        "{\"functionCall\":{\"name\":\"f\",\"args\":{}},\"thoughtSignature\":\"U0lH\"}");
    }

    @Test
    void broken_arguments_in_the_history_are_wrapped() {
        assertThat(
                        Said.user("Hi")
                                .answers(call("a", "f", "{\"x\":"))
                                .result("a", "1")
                                .to(gemini, FLASH))
                .contains("\"args\":{\"arguments\":\"{\\\"x\\\":\"}");
    }

    @Test
    void what_cannot_be_said_is_refused_by_the_clients_name() {
        assertThat(Said.user("Hi").tool("f", CITY).parallel(false).refusedBy(gemini, FLASH))
                .isEqualTo("parallel_tool_calls");
        assertThat(
                        Said.user("Hi")
                                .tool("f", CITY)
                                .format(new Format.JsonObject())
                                .refusedBy(gemini, FLASH))
                .isEqualTo("response_format");
        assertThat(Said.user("Hi").other("logprobs", "true").refusedBy(gemini, FLASH))
                .isEqualTo("logprobs");
        assertThat(Said.user("Hi").stop("1", "2", "3", "4", "5", "6").refusedBy(gemini, FLASH))
                .isEqualTo("stop");
        assertThat(new Said().system("Only this").refusedBy(gemini, FLASH)).isEqualTo("messages");
        assertThat(Said.user("Hi").result("nobody", "1").refusedBy(gemini, FLASH))
                .isEqualTo("messages");
        assertThat(
                        Said.user("Hi")
                                .answers(call("a", "f", ""), call("b", "f", ""))
                                .result("a", "1")
                                .refusedBy(gemini, FLASH))
                .isEqualTo("messages");
        assertThat(
                        Said.user("Hi")
                                .turn(
                                        Role.USER,
                                        new Part.Document(
                                                new Part.Media.Uploaded("file-1"), null, null))
                                .refusedBy(gemini, FLASH))
                .isEqualTo("file_id");
    }

    @Test
    void fields_that_say_nothing_are_left_out() {
        assertThat(
                        Said.user("Hi")
                                .other("logprobs", "false")
                                .other("service_tier", "\"auto\"")
                                .other("store", "true")
                                .other("logit_bias", "null")
                                .to(gemini, FLASH))
                .doesNotContain("logprobs", "service_tier", "store", "logit_bias");
    }

    @Test
    void the_path_says_the_model_and_whether_it_streams() {
        assertThat(gemini.chatPath("gemini-2.5-flash", false))
                .isEqualTo("/models/gemini-2.5-flash:generateContent");
        assertThat(gemini.chatPath("a/../b?c", true))
                .isEqualTo("/models/a%2F..%2Fb%3Fc:streamGenerateContent?alt=sse");
        assertThat(
                        gemini.write(
                                Said.user("Hi").conversation(),
                                new Target(FLASH, true, null, null, Quirks.NONE)))
                .isInstanceOfSatisfying(
                        Outgoing.Ready.class,
                        ready ->
                                assertThat(ready.path())
                                        .isEqualTo(
                                                "/models/gemini-2.5-flash"
                                                        + ":streamGenerateContent?alt=sse"));
    }
}
