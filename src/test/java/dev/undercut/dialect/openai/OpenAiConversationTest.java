package dev.undercut.dialect.openai;

import static dev.undercut.dialect.openai.Translations.messages;
import static dev.undercut.dialect.openai.Translations.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.CacheMark;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import dev.undercut.chat.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a chat completion request says, in no dialect. */
class OpenAiConversationTest {
    private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

    private static Part text(String text) {
        return new Part.Text(text);
    }

    private static Turn turn(Role role, Part... parts) {
        return new Turn(role, List.of(parts), null);
    }

    @Test
    void instructions_at_the_head_are_the_systems_and_later_ones_are_turns() {
        Conversation said =
                messages(
                        "{\"role\":\"system\",\"content\":\"one\"}",
                        "{\"role\":\"developer\",\"content\":[{\"type\":\"text\",\"text\":\"two\","
                                + "\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]}",
                        USER,
                        "{\"role\":\"system\",\"content\":\"three\"}");
        assertThat(said.system())
                .containsExactly(text("one"), new Part.Text("two", CacheMark.HOUR));
        assertThat(said.turns())
                .containsExactly(turn(Role.USER, text("hi")), turn(Role.SYSTEM, text("three")));
    }

    @Test
    void every_kind_of_part_is_read() {
        Conversation said =
                messages(
                        """
                        {"role":"user","name":"ann","content":[
                         {"type":"text","text":""},
                         {"type":"text","text":"see","cache_control":{"type":"ephemeral"}},
                         {"type":"image_url","image_url":{"url":"data:image/png;base64,AA==","detail":"low"}},
                         {"type":"image_url","image_url":{"url":"https://x/y.png"}},
                         {"type":"image_url","image_url":"DATA:image/webp;name=x;BASE64,AA=="},
                         {"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}},
                         {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVA="}},
                         {"type":"file","file":{"file_id":"file-1"}}]}
                        """);
        assertThat(said.turns())
                .containsExactly(
                        new Turn(
                                Role.USER,
                                List.of(
                                        new Part.Text("see", CacheMark.MINUTES),
                                        new Part.Image(
                                                new Media.Inline("image/png", "AA=="), "low", null),
                                        new Part.Image(
                                                new Media.Url("https://x/y.png"), null, null),
                                        new Part.Image(
                                                new Media.Inline("image/webp", "AA=="), null, null),
                                        new Part.Audio("wav", "UklG"),
                                        new Part.Document(
                                                new Media.Inline("application/pdf", "JVA="),
                                                "a.pdf",
                                                null),
                                        new Part.Document(
                                                new Media.Uploaded("file-1"), null, null)),
                                "ann"));
    }

    @Test
    void results_that_follow_one_another_are_one_turn_of_the_users() {
        Conversation said =
                messages(
                        USER,
                        """
                        {"role":"assistant","content":null,"refusal":null,"tool_calls":[
                         {"id":"call_a","type":"function","function":{"name":"f","arguments":""}},
                         {"id":"toolu_b","type":"function","function":{"name":"g","arguments":"{bad"}}]}
                        """,
                        "{\"role\":\"tool\",\"tool_call_id\":\"call_a\",\"content\":\"1\"}",
                        """
                        {"role":"tool","tool_call_id":"toolu_b","content":[{"type":"text","text":"2",
                         "cache_control":{"type":"ephemeral"}}]}
                        """,
                        USER);
        assertThat(said.turns())
                .containsExactly(
                        turn(Role.USER, text("hi")),
                        turn(
                                Role.ASSISTANT,
                                new Part.ToolCall("call_a", "f", "", null),
                                new Part.ToolCall("toolu_b", "g", "{bad", null)),
                        turn(
                                Role.USER,
                                new Part.ToolResult("call_a", List.of(text("1")), false, null),
                                new Part.ToolResult(
                                        "toolu_b", List.of(text("2")), false, CacheMark.MINUTES)),
                        turn(Role.USER, text("hi")));
    }

    @Test
    void functions_of_2023_become_tools_with_ids_made_up() {
        Conversation said =
                Translations.read(
                        """
                        {"model":"m","functions":[{"name":"f","parameters":{"type":"object"}}],
                         "function_call":{"name":"f"},"messages":[
                         {"role":"user","content":"hi"},
                         {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
                         {"role":"function","name":"f","content":"1"}]}
                        """);
        assertThat(said.tools())
                .containsExactly(new Tool("f", null, "{\"type\":\"object\"}", null, null));
        assertThat(said.toolChoice()).isEqualTo(new ToolChoice.Named("f"));
        assertThat(said.parallelTools()).isFalse();
        Part.ToolCall call = (Part.ToolCall) said.turns().get(1).parts().getFirst();
        Part.ToolResult result = (Part.ToolResult) said.turns().get(2).parts().getFirst();
        assertThat(result.callId()).isEqualTo(call.id()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"auto\" | Auto[] | 2",
                "\"none\" | None[] | 2",
                "\"required\" | Any[] | 2",
                "null | Auto[] | 2",
                "{\"type\":\"function\",\"function\":{\"name\":\"g\"}} | Named[name=g] | 2",
                "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\",\"tools\":"
                        + "[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]}} | Any[] | 1",
            })
    void a_choice_has_many_forms(String choice, String expected, int tools) {
        Conversation said =
                with(
                        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
                                + "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}],"
                                + "\"tool_choice\":"
                                + choice);
        assertThat(said.toolChoice()).hasToString(expected);
        assertThat(said.tools()).hasSize(tools).last().extracting(Tool::name).isEqualTo("g");
    }

    @Test
    void numbers_and_schemas_keep_their_text() {
        Conversation said =
                with(
                        """
                        "temperature":0.70,"top_p":1.0,"top_k":40,"seed":-7,"n":2,"stop":"END",
                        "frequency_penalty":1e-1,"presence_penalty":-2,"max_tokens":90,
                        "max_completion_tokens":50,"user":"u","parallel_tool_calls":true,
                        "tools":[{"type":"function","function":{"name":"f","strict":true,
                         "description":"d","parameters":{"b":1.50,"a":9007199254740993}}}],
                        "response_format":{"type":"json_schema","json_schema":{"name":"s",
                         "schema":{"maximum":2.0},"strict":false}}
                        """);
        assertThat(said.sampling())
                .isEqualTo(new Conversation.Sampling("0.70", "1.0", 40L, -7L, "0.1", "-2"));
        assertThat(said.maxOutput()).isEqualTo(50);
        assertThat(said.stop()).containsExactly("END");
        assertThat(said.choices()).isEqualTo(2);
        assertThat(said.tools())
                .containsExactly(
                        new Tool(
                                "f",
                                "d",
                                "{\"b\":1.50,\"a\":9007199254740993}",
                                Boolean.TRUE,
                                null));
        assertThat(said.format())
                .isEqualTo(new Format.JsonSchema("s", "{\"maximum\":2.0}", Boolean.FALSE, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "\"reasoning_effort\":\"high\" | HIGH | - | -",
                "\"reasoning\":{\"effort\":\"low\",\"exclude\":true} | LOW | - | false",
                "\"reasoning\":{\"max_tokens\":4000} | DEFAULT | 4000 | -",
                "\"reasoning_effort\":null,\"reasoning\":null | DEFAULT | - | -",
            })
    void thinking_is_asked_for_in_two_ways(
            String fields, Effort effort, Long budget, Boolean show) {
        assertThat(with(fields).thinking()).isEqualTo(new Thinking(effort, budget, show));
    }

    @Test
    void thoughts_that_a_client_sends_back_find_their_proof_again() {
        Conversation said =
                messages(
                        USER,
                        """
                        {"role":"assistant","content":"x","reasoning_content":"hm","reasoning_details":[
                         {"type":"reasoning.text","signature":"anthropic:s"},
                         {"type":"reasoning.encrypted","data":"anthropic:h"}]}
                        """,
                        "{\"role\":\"assistant\",\"content\":\"y\",\"reasoning\":\"hm\"}");
        assertThat(said.turns().get(1).parts())
                .containsExactly(
                        new Part.Thought("hm", "anthropic:s"),
                        new Part.HiddenThought("anthropic:h"),
                        text("x"));
        assertThat(said.turns().get(2).parts())
                .containsExactly(new Part.Thought("hm", null), text("y"));
    }

    @Test
    void what_says_nothing_is_left_out_and_the_rest_is_kept_under_its_name() {
        assertThat(
                        with("""
                        "logprobs":false,"store":false,"metadata":{},"logit_bias":{},
                        "modalities":["text"],"service_tier":"auto","verbosity":"medium",
                        "usage":{"include":true},"prediction":null,"top_logprobs":0
                        """)
                                .others())
                .isEmpty();
        assertThat(with("\"logprobs\":true,\"store\":true,\"shiny\":[1.0]").others())
                .isEqualTo(Map.of("logprobs", "true", "store", "true", "shiny", "[1.0]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"x\"}}] | tools[0].type",
                "\"tools\":[{\"type\":\"function\",\"function\":{}}] | tools[0].function.name",
                "\"tool_choice\":\"perhaps\" | tool_choice",
                "\"tool_choice\":{\"type\":\"custom\"} | tool_choice.type",
                "\"temperature\":\"hot\" | temperature",
                "\"stop\":[1] | stop[0]",
                "\"seed\":1.5 | seed",
                "\"response_format\":{\"type\":\"xml\"} | response_format.type",
                "\"user\":7 | user",
            })
    void what_cannot_be_said_elsewhere_is_refused_by_its_place(String field, String param) {
        assertThat(Translations.refusal("{" + Requests.MINIMUM + "," + field + "}").param())
                .isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"king\",\"content\":\"x\"}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"video_url\"}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png,raw\"}}]}",
                "{\"role\":\"tool\",\"content\":\"x\"}",
                "{\"role\":\"function\",\"name\":\"never\",\"content\":\"x\"}",
                "{\"role\":\"assistant\",\"audio\":{\"id\":\"a\"}}",
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"custom\"}]}",
                "{\"role\":\"system\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":"
                        + "{\"data\":\"x\",\"format\":\"wav\"}}]}",
            })
    void a_message_that_cannot_be_said_elsewhere_is_refused_by_its_place(String message) {
        Refusal refusal = Translations.refusal("{\"model\":\"m\",\"messages\":[" + message + "]}");
        assertThat(refusal.param()).startsWith("messages[0].");
        assertThat(refusal.kind().status()).isEqualTo(400);
    }
}
