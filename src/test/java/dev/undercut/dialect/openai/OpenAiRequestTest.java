package dev.undercut.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Preferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRequestTest {

    @Test
    void a_minimal_request_is_read_with_its_defaults() {
        ChatRequest request = Requests.read("{" + Requests.MINIMUM + "}");

        assertThat(request.model()).isEqualTo("m");
        assertThat(request.stream()).isFalse();
        assertThat(request.usageAsked()).isFalse();
        assertThat(request.maxOutput()).isNull();
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.effort()).isEqualTo(Effort.DEFAULT);
        assertThat(request.needs()).isEmpty();
        assertThat(request.preferences()).isEqualTo(Preferences.NONE);
        assertThat(request.prompt().messages()).isEqualTo(1);
        assertThat(request.prompt().text()).isEqualTo("hi");
        assertThat(request.prompt().textBytes()).isEqualTo(2);
        assertThat(request.body().dialect()).isEqualTo("openai");
    }

    @Test
    void fields_may_be_null() {
        ChatRequest request =
                Requests.with(
                        """
                        "stream":null,"stream_options":null,"max_tokens":null,"n":null,
                        "max_completion_tokens":null,"tools":null,"functions":null,
                        "response_format":null,"reasoning_effort":null,"modalities":null,
                        "undercut":null,"stop":null,"seed":null\
                        """);

        assertThat(request.stream()).isFalse();
        assertThat(request.maxOutput()).isNull();
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.needs()).isEmpty();
        assertThat(request.preferences()).isEqualTo(Preferences.NONE);
    }

    @Test
    void fields_that_only_providers_understand_are_left_alone() {
        Requests.with(
                """
                "temperature":1.99,"top_p":1e-3,"seed":-9223372036854775809,"stop":["a","b"],
                "logit_bias":{"50256":-100},"metadata":{"undercut":{"x":1},"model":3},
                "service_tier":"flex","verbosity":"low","user":"u","store":true,
                "prediction":{"type":"content","content":"x"},"parallel_tool_calls":false,
                "tool_choice":{"type":"function","function":{"name":"f"}},"future":[[[{}]]]\
                """);
    }

    @Test
    void a_stream_and_its_usage_are_told_apart() {
        ChatRequest quiet = Requests.with("\"stream\":true");
        ChatRequest asked =
                Requests.with("\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        ChatRequest refused =
                Requests.with("\"stream\":true,\"stream_options\":{\"include_usage\":false}");

        assertThat(quiet.stream()).isTrue();
        assertThat(quiet.usageAsked()).isFalse();
        assertThat(asked.usageAsked()).isTrue();
        assertThat(refused.usageAsked()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"max_tokens\":7 | 7",
                "\"max_completion_tokens\":9 | 9",
                "\"max_tokens\":7,\"max_completion_tokens\":9 | 7",
                "\"max_completion_tokens\":3,\"max_tokens\":7 | 3",
                "\"max_tokens\":null,\"max_completion_tokens\":9 | 9",
                "\"max_tokens\":9223372036854775807 | 9223372036854775807",
            })
    void the_lower_of_both_output_limits_counts(String fields, long limit) {
        assertThat(Requests.with(fields).maxOutput()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({
        "none, NONE, false",
        "minimal, MINIMAL, true",
        "low, LOW, true",
        "medium, MEDIUM, true",
        "high, HIGH, true",
        "xhigh, XHIGH, true",
        "max, MAX, true"
    })
    void an_effort_needs_a_model_that_reasons(String code, Effort effort, boolean needed) {
        ChatRequest request = Requests.with("\"reasoning_effort\":\"" + code + "\"");

        assertThat(request.effort()).isEqualTo(effort);
        assertThat(request.needs().contains(Feature.REASONING)).isEqualTo(needed);
    }

    @Test
    void tools_are_needed_only_when_there_are_some() {
        String tool = "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

        assertThat(Requests.with("\"tools\":" + tool).needs()).containsExactly(Feature.TOOLS);
        assertThat(Requests.with("\"functions\":[{\"name\":\"f\"}]").needs())
                .containsExactly(Feature.TOOLS);
        assertThat(Requests.with("\"tools\":[]").needs()).isEmpty();
        assertThat(Requests.with("\"tools\":" + tool).prompt().text()).isEqualTo("hi\n" + tool);
    }

    @Test
    void only_a_schema_needs_structured_output() {
        String schema =
                "{\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\"}},"
                        + "\"type\":\"json_schema\"}";

        assertThat(Requests.with("\"response_format\":" + schema).needs())
                .containsExactly(Feature.JSON_SCHEMA);
        assertThat(Requests.with("\"response_format\":{\"type\":\"json_object\"}").needs())
                .isEmpty();
        assertThat(Requests.with("\"response_format\":{\"type\":\"text\"}").needs()).isEmpty();
        assertThat(Requests.with("\"response_format\":" + schema).prompt().text())
                .isEqualTo("hi\n" + schema);
    }

    @Test
    void audio_is_needed_to_hear_and_to_speak() {
        assertThat(Requests.with("\"modalities\":[\"text\",\"audio\"]").needs())
                .containsExactly(Feature.AUDIO);
        assertThat(Requests.with("\"modalities\":[\"text\"]").needs()).isEmpty();
        assertThat(
                        content("[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA==\"}}]")
                                .needs())
                .containsExactly(Feature.AUDIO);
    }

    @Test
    void images_are_counted_by_their_detail_and_their_bytes_are_no_text() {
        ChatRequest request =
                content(
                        """
                        [{"type":"text","text":"look"},
                         {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                         {"type":"image_url","image_url":{"url":"u","detail":"high"}},
                         {"type":"image_url","image_url":{"url":"u","detail":"auto"}},
                         {"type":"image_url","image_url":{"detail":"low","url":"u","x":{"y":[]}}},
                         {"type":"image_url","image_url":"u"},
                         {"type":"file","file":{"file_id":"f"}}]\
                        """);

        assertThat(request.needs()).containsExactly(Feature.VISION);
        assertThat(request.prompt().images()).isEqualTo(4);
        assertThat(request.prompt().lowDetailImages()).isEqualTo(1);
        assertThat(request.prompt().text()).isEqualTo("look");
    }

    @Test
    void all_that_a_model_reads_of_a_conversation_is_text() {
        ChatRequest request =
                Requests.read(
                        """
                        {"model":"m","messages":[
                         {"role":"developer","content":"be \\u0062rief\\n"},
                         {"name":"Ann","role":"user","content":[{"type":"text","text":"sum?"}]},
                         {"role":"assistant","content":null,"tool_calls":[
                           {"id":"c1","type":"function",
                            "function":{"name":"add","arguments":"{\\"a\\":1}"}}]},
                         {"role":"tool","tool_call_id":"c1","content":"3"},
                         {"role":"assistant","function_call":{"name":"old","arguments":"{}"}},
                         {"role":"assistant","content":"","refusal":"I will not"},
                         {"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}]}\
                        """);

        assertThat(request.prompt().messages()).isEqualTo(7);
        assertThat(request.prompt().text())
                .isEqualTo(
                        "be brief\n\nAnn\nsum?\nc1\nfunction\nadd\n{\"a\":1}\n3\nold\n{}\n\n"
                                + "I will not\nno");
    }

    @Test
    void keys_may_be_spelt_with_escapes() {
        ChatRequest request =
                Requests.read(
                        "{\"mod\\u0065l\":\"\\u006d\",\"messages\":[{\"r\\u006fle\":\"user\","
                                + "\"content\":\"x\"}],\"\\u006e\":2}");

        assertThat(request.model()).isEqualTo("m");
        assertThat(request.choices()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 128})
    void several_answers_may_be_asked_for(int n) {
        assertThat(Requests.with("\"n\":" + n).choices()).isEqualTo(n);
    }

    @Test
    void a_body_of_megabytes_is_read_and_every_byte_of_its_text_counted() {
        String text = "The quick brown fox. \\u00e9\\n".repeat(50_000);
        ChatRequest request =
                Requests.read(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\""
                                + text
                                + "\"}],\"model\":\"m\"}");

        assertThat(request.prompt().textBytes()).isEqualTo(text.length());
        assertThat(request.prompt().text()).hasSize(50_000 * 23);
    }

    @Test
    void half_a_surrogate_pair_is_text_like_any_other() {
        assertThat(content("\"\\ud83d\"").prompt().text()).hasSize(1);
    }

    @Test
    void the_field_of_ours_is_read() {
        Preferences preferences =
                Requests.with("\"undercut\":{\"quality_min\":55,\"task\":\"t\"}").preferences();

        assertThat(preferences.qualityMin()).isEqualTo(55.0);
        assertThat(preferences.task()).isEqualTo("t");
    }

    private static ChatRequest content(String content) {
        return Requests.read(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}");
    }
}
