package dev.undercut.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import dev.undercut.chat.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request of the Responses API says. */
class ResponsesRequestTest {

    private static Part text(String text) {
        return new Part.Text(text);
    }

    @Test
    void a_text_is_what_the_user_says() {
        ChatRequest request = Talk.read(Talk.HI);
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.stream()).isFalse();
        assertThat(request.needs()).isEmpty();
        assertThat(request.prompt().texts()).containsExactly("hi");
        assertThat(Talk.conversation(Talk.HI).turns())
                .containsExactly(new Turn(Role.USER, List.of(text("hi")), null));
    }

    @Test
    void the_items_of_one_answer_become_one_turn_again() {
        Conversation said =
                Talk.items(
                        "{\"role\":\"developer\",\"content\":\"be brief\"}",
                        "{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"add\"}]}",
                        "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[{\"type\":"
                                + "\"summary_text\",\"text\":\"hm\"}],"
                                + "\"encrypted_content\":\"uc-signature:anthropic:s\"}",
                        "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"status\":"
                                + "\"completed\",\"content\":[{\"type\":\"output_text\",\"text\":"
                                + "\"I add.\",\"annotations\":[]}]}",
                        "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\","
                                + "\"name\":\"add\",\"arguments\":\"{}\"}",
                        "{\"type\":\"function_call\",\"call_id\":\"call_2\",\"name\":\"add\","
                                + "\"arguments\":\"{\\\"a\\\":1}\"}",
                        "{\"type\":\"function_call_output\",\"call_id\":\"call_1\","
                                + "\"output\":\"40\"}",
                        "{\"type\":\"function_call_output\",\"call_id\":\"call_2\",\"output\":"
                                + "[{\"type\":\"input_text\",\"text\":\"41\"}]}",
                        "{\"role\":\"system\",\"content\":\"hurry\"}",
                        "{\"role\":\"user\",\"content\":\"and?\"}");
        assertThat(said.system()).containsExactly(text("be brief"));
        assertThat(said.turns())
                .containsExactly(
                        new Turn(Role.USER, List.of(text("add")), null),
                        new Turn(
                                Role.ASSISTANT,
                                List.of(
                                        new Part.Thought("hm", "anthropic:s"),
                                        text("I add."),
                                        new Part.ToolCall("call_1", "add", "{}", null),
                                        new Part.ToolCall("call_2", "add", "{\"a\":1}", null)),
                                null),
                        new Turn(
                                Role.USER,
                                List.of(
                                        new Part.ToolResult(
                                                "call_1", List.of(text("40")), false, null),
                                        new Part.ToolResult(
                                                "call_2", List.of(text("41")), false, null)),
                                null),
                        new Turn(Role.SYSTEM, List.of(text("hurry")), null),
                        new Turn(Role.USER, List.of(text("and?")), null));
    }

    @Test
    void an_encrypted_thought_is_given_back_as_it_came_and_a_foreign_one_is_dropped() {
        Conversation said =
                Talk.items(
                        "{\"type\":\"reasoning\",\"summary\":[],"
                                + "\"encrypted_content\":\"uc-thought:anthropic:h\"}",
                        "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gAAAA\"}",
                        "{\"role\":\"assistant\",\"content\":\"x\"}");
        assertThat(said.turns().getFirst().parts())
                .containsExactly(new Part.HiddenThought("anthropic:h"), text("x"));
    }

    @Test
    void pictures_and_files_are_told_apart_by_where_their_bytes_are() {
        ChatRequest request =
                Talk.read(
                        """
                        {"model":"m","input":[{"role":"user","content":[
                         {"type":"input_image","image_url":"data:image/png;base64,AA==","detail":"low"},
                         {"type":"input_image","image_url":"https://x/y.png"},
                         {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVA="},
                         {"type":"input_file","file_id":"file-1"}]}]}
                        """);
        assertThat(request.needs()).containsExactly(Feature.VISION);
        assertThat(request.prompt().images()).isEqualTo(1);
        assertThat(request.prompt().lowDetailImages()).isEqualTo(1);
        Conversation said =
                ((dev.undercut.chat.OriginalBody.Translation.Of) request.body().translated())
                        .conversation();
        assertThat(said.turns().getFirst().parts())
                .containsExactly(
                        new Part.Image(new Media.Inline("image/png", "AA=="), "low", null),
                        new Part.Image(new Media.Url("https://x/y.png"), null, null),
                        new Part.Document(
                                new Media.Inline("application/pdf", "JVA="), "a.pdf", null),
                        new Part.Document(new Media.Uploaded("file-1"), null, null));
    }

    @Test
    void tools_are_flat_and_may_be_narrowed() {
        Conversation said =
                Talk.with(
                        """
                        "tools":[{"type":"function","name":"f","description":"d",
                          "parameters":{"type":"object","maximum":1.50},"strict":true},
                         {"type":"function","name":"g","parameters":null,"strict":null}],
                        "tool_choice":{"type":"allowed_tools","mode":"required",
                          "tools":[{"type":"function","name":"f"}]},
                        "parallel_tool_calls":false
                        """);
        assertThat(said.tools())
                .containsExactly(
                        new Tool(
                                "f",
                                "d",
                                "{\"type\":\"object\",\"maximum\":1.50}",
                                Boolean.TRUE,
                                null));
        assertThat(said.toolChoice()).isEqualTo(new ToolChoice.Any());
        assertThat(said.parallelTools()).isFalse();
        assertThat(
                        Talk.with(
                                        "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],"
                                                + "\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"}")
                                .toolChoice())
                .isEqualTo(new ToolChoice.Named("f"));
    }

    @Test
    void format_effort_and_limits_are_read() {
        ChatRequest request =
                Talk.read(
                        """
                        {"model":"m","input":"hi","stream":true,"max_output_tokens":50,
                         "reasoning":{"effort":"high","summary":"auto"},"temperature":0.70,
                         "text":{"format":{"type":"json_schema","name":"s","strict":true,
                           "schema":{"type":"object"}},"verbosity":"low"},
                         "instructions":"be brief","user":"u","store":false,"truncation":"disabled",
                         "include":["reasoning.encrypted_content"],"metadata":{"k":"v"},
                         "previous_response_id":null,"background":false,"conversation":null,
                         "undercut":{"max_usd":0.01}}
                        """);
        assertThat(request.stream()).isTrue();
        assertThat(request.maxOutput()).isEqualTo(50);
        assertThat(request.effort()).isEqualTo(Effort.HIGH);
        assertThat(request.needs())
                .containsExactlyInAnyOrder(Feature.JSON_SCHEMA, Feature.REASONING);
        assertThat(request.preferences().maxUsd()).isNotNull();
        Conversation said =
                ((dev.undercut.chat.OriginalBody.Translation.Of) request.body().translated())
                        .conversation();
        assertThat(said.system()).containsExactly(text("be brief"));
        assertThat(said.format())
                .isEqualTo(new Format.JsonSchema("s", "{\"type\":\"object\"}", Boolean.TRUE, null));
        assertThat(said.sampling().temperature()).isEqualTo("0.70");
        assertThat(said.thinking().show()).isTrue();
        assertThat(said.others()).containsOnlyKeys("verbosity");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"previous_response_id\":\"resp_1\" | previous_response_id | not stored",
                "\"conversation\":\"conv_1\" | conversation | not stored",
                "\"background\":true | background | not stored",
                "\"store\":true | store | not stored",
                "\"prompt\":{\"id\":\"p\"} | prompt | stored prompts",
                "\"truncation\":\"auto\" | truncation | disabled",
                "\"top_logprobs\":2 | top_logprobs | log probabilities",
                "\"tools\":[{\"type\":\"web_search\"}] | tools[0].type | web_search",
                "\"tools\":[{\"type\":\"custom\",\"name\":\"x\"}] | tools[0].type | custom",
                "\"tool_choice\":{\"type\":\"file_search\"} | tool_choice.type | function",
                "\"include\":[\"message.output_text.logprobs\"] | include[0] | log probabilities",
                "\"max_output_tokens\":0 | max_output_tokens | 1 or more",
                "\"reasoning\":{\"effort\":\"some\"} | reasoning.effort | minimal",
                "\"stream\":\"yes\" | stream | true or false",
            })
    void what_cannot_be_done_is_refused_by_name(String field, String param, String why) {
        Refusal refusal = Talk.refusal("{\"model\":\"m\",\"input\":\"hi\"," + field + "}");
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.message()).contains(why);
        assertThat(refusal.kind().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"item_reference\",\"id\":\"msg_1\"}",
                "{\"type\":\"web_search_call\",\"id\":\"ws_1\"}",
                "{\"type\":\"message\",\"role\":\"tool\",\"content\":\"x\"}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"video\"}]}",
                "{\"role\":\"user\",\"content\":7}",
                "{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\"}",
                "7",
            })
    void items_that_cannot_be_taken_elsewhere_are_refused_by_their_place(String item) {
        Refusal refusal = Talk.refusal("{\"model\":\"m\",\"input\":[" + item + "]}");
        assertThat(refusal.param()).startsWith("input[0]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\":\"hi\"} | model",
                "{\"model\":\"m\"} | input",
                "{\"model\":\"m\",\"input\":[]} | input",
                "{\"model\":\"\",\"input\":\"x\"} | model",
            })
    void what_must_be_there_is_asked_for(String body, String param) {
        assertThat(Talk.refusal(body).param()).isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{", "{\"model\":\"m\",\"model\":\"n\",\"input\":\"x\"}", "{}x"})
    void a_body_that_is_no_json_object_is_refused(String body) {
        assertThat(Talk.refusal(body).kind().status()).isEqualTo(400);
    }

    @Test
    void an_unknown_field_is_kept_for_whoever_must_refuse_it() {
        assertThat(Talk.with("\"shiny\":{\"a\":1.0}").others())
                .containsExactly(java.util.Map.entry("shiny", "{\"a\":1.0}"));
    }
}
