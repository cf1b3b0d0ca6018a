package dev.undercut.dialect.openai;

import static dev.undercut.dialect.openai.Translations.json;
import static dev.undercut.dialect.openai.Translations.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.Golden;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Quirks.StreamUsage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider of this dialect is sent for a client of another one. */
class OpenAiOutgoingTest {

    private static Conversation turns(Turn... turns) {
        return conversation(List.of(turns), Sampling.DEFAULT, Thinking.DEFAULT, Map.of());
    }

    private static Conversation conversation(
            List<Turn> turns, Sampling sampling, Thinking thinking, Map<String, String> others) {
        return new Conversation(
                List.of(),
                turns,
                List.of(),
                new ToolChoice.Any(),
                null,
                sampling,
                90L,
                List.of(),
                1,
                new Format.Text(),
                thinking,
                null,
                others);
    }

    private static Turn turn(Role role, Part... parts) {
        return new Turn(role, List.of(parts), null);
    }

    private static final Turn HI = turn(Role.USER, new Part.Text("hi"));

    @Test
    void a_request_with_everything_in_it_is_said_in_full() {
        Conversation said =
                Translations.read(
                        """
                        {"model":"m","messages":[
                         {"role":"system","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]},
                         {"role":"user","name":"ann","content":[{"type":"text","text":"see"},
                          {"type":"image_url","image_url":{"url":"data:image/png;base64,AA==","detail":"low"}},
                          {"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}},
                          {"type":"file","file":{"file_data":"data:application/pdf;base64,JVA="}},
                          {"type":"file","file":{"file_data":"data:text/plain;base64,w6k="}}]},
                         {"role":"assistant","content":"I look.","tool_calls":[
                          {"id":"a","type":"function","function":{"name":"f","arguments":""}},
                          {"id":"b","type":"function","function":{"name":"f","arguments":"{\\"x\\": 1}"}}]},
                         {"role":"tool","tool_call_id":"a","content":"1"},
                         {"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"2"}]},
                         {"role":"developer","content":"hurry"},
                         {"role":"assistant","content":null,"refusal":"no"},
                         {"role":"user","content":"why?"}],
                         "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
                          "parameters":{"type":"object","properties":{"x":{"type":"integer"}}}}}],
                         "tool_choice":{"type":"function","function":{"name":"f"}},
                         "parallel_tool_calls":false,"temperature":0.20,"top_p":0.9,"seed":7,"n":2,
                         "frequency_penalty":0.1,"presence_penalty":0.2,"stop":["a","b"],
                         "response_format":{"type":"json_schema","json_schema":{"name":"s",
                          "description":"what","schema":{"type":"object"},"strict":true}},
                         "reasoning_effort":"low","user":"u","logit_bias":{"5":1},"verbosity":"low"}
                        """);
        Target target = new Target("up", true, 500L, 1000L, Quirks.NONE);
        String body = json(written(said, target)).toPrettyString() + "\n";
        Golden.assertMatches("src/test/resources/golden/openai/written.json", body);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, 90", "50, 50", "500, 90"})
    void the_lower_limit_counts_and_stands_in_the_providers_field(@Nullable Long most, long sent) {
        Quirks quirks = new Quirks(StreamUsage.NEVER, "max_completion_tokens", null, null);
        String body = written(turns(HI), new Target("up", true, most, null, quirks));
        assertThat(json(body).path("max_completion_tokens").asLong()).isEqualTo(sent);
        assertThat(body).doesNotContain("max_tokens", "stream_options").contains("\"stream\":true");
    }

    @Test
    void without_tools_nothing_is_said_of_a_choice() {
        assertThat(written(turns(HI), Translations.WHOLE)).doesNotContain("tool_choice", "tools");
    }

    @Test
    void results_go_before_what_the_user_says_and_pictures_of_theirs_after() {
        Part picture = new Part.Image(new Media.Url("https://x/y.png"), null, null);
        String body =
                written(
                        turns(
                                turn(
                                        Role.USER,
                                        new Part.ToolResult(
                                                "a",
                                                List.of(new Part.Text("1"), picture),
                                                true,
                                                null),
                                        new Part.ToolResult(
                                                "b",
                                                List.of(new Part.Text("Error: 2")),
                                                true,
                                                null),
                                        new Part.Text("go on"))),
                        Translations.WHOLE);
        JsonNode messages = json(body).path("messages");
        assertThat(messages.findValuesAsText("role")).containsExactly("tool", "tool", "user");
        assertThat(messages.at("/0/content").asText()).isEqualTo("Error: 1");
        assertThat(messages.at("/1/content").asText()).isEqualTo("Error: 2");
        assertThat(messages.at("/2/content").findValuesAsText("type"))
                .containsExactly("text", "image_url", "text");
    }

    @Test
    void texts_of_one_message_become_one_and_thoughts_are_left_out() {
        String body =
                written(
                        turns(
                                turn(Role.USER, new Part.Text("a"), new Part.Text("b")),
                                turn(
                                        Role.ASSISTANT,
                                        new Part.Thought("hm", "anthropic:s"),
                                        new Part.HiddenThought("anthropic:h"))),
                        Translations.WHOLE);
        assertThat(body)
                .contains("{\"role\":\"user\",\"content\":\"a\\n\\nb\"}")
                .contains("{\"role\":\"assistant\",\"content\":\"\"}");
    }

    @Test
    void an_id_that_is_too_long_is_shortened_alike_on_both_sides() {
        String id = "toolu_" + "x".repeat(60);
        JsonNode messages =
                json(written(
                                turns(
                                        turn(
                                                Role.ASSISTANT,
                                                new Part.ToolCall(id, "f", "{}", null)),
                                        turn(
                                                Role.USER,
                                                new Part.ToolResult(id, List.of(), false, null))),
                                Translations.WHOLE))
                        .path("messages");
        String sent = messages.at("/0/tool_calls/0/id").asText();
        assertThat(sent).startsWith("call_").hasSizeLessThanOrEqualTo(40);
        assertThat(messages.at("/1/tool_call_id").asText()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"1024, low", "2048, low", "8192, medium", "8193, high"})
    void a_budget_for_thinking_becomes_an_effort(long budget, String effort) {
        Thinking thinking = new Thinking(Effort.DEFAULT, budget, null);
        String body =
                written(
                        conversation(List.of(HI), Sampling.DEFAULT, thinking, Map.of()),
                        Translations.WHOLE);
        assertThat(json(body).path("reasoning_effort").asText()).isEqualTo(effort);
    }

    @Test
    void a_model_that_never_thinks_is_not_told_to_leave_it() {
        Thinking none = new Thinking(Effort.NONE, null, null);
        Conversation said = conversation(List.of(HI), Sampling.DEFAULT, none, Map.of());
        assertThat(written(said, Translations.WHOLE)).contains("\"reasoning_effort\":\"none\"");
        assertThat(written(said, new Target("up", false, null, null, Quirks.NONE, false)))
                .doesNotContain("reasoning_effort");
    }

    @Test
    void what_the_dialect_has_no_words_for_is_refused_by_the_clients_name() {
        Sampling topK = new Sampling(null, null, 40L, null, null, null);
        assertUnsupported(conversation(List.of(HI), topK, Thinking.DEFAULT, Map.of()), "top_k");
        assertUnsupported(
                conversation(
                        List.of(HI),
                        Sampling.DEFAULT,
                        Thinking.DEFAULT,
                        Map.of("metadata", "{}", "shiny", "1")),
                "shiny");
        Part byAddress = new Part.Document(new Media.Url("https://x/a.pdf"), null, null);
        assertUnsupported(turns(turn(Role.USER, byAddress)), "messages");
        Part uploaded = new Part.Image(new Media.Uploaded("file-1"), null, null);
        assertUnsupported(turns(turn(Role.USER, uploaded)), "messages");
    }

    private static void assertUnsupported(Conversation said, String field) {
        Outgoing outgoing = new OpenAi().write(said, Translations.WHOLE);
        assertThat(outgoing).isInstanceOf(Outgoing.Unsupported.class);
        assertThat(((Outgoing.Unsupported) outgoing).refusal().param()).isEqualTo(field);
    }
}
