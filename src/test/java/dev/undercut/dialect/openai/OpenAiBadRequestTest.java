package dev.undercut.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Refusal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiBadRequestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stream_options | \"stream_options\":1 | object",
                "stream_options.include_usage | \"stream_options\":{\"include_usage\":1} | true",
                "stream | \"stream\":\"yes\" | true or false",
                "max_tokens | \"max_tokens\":\"7\" | whole number",
                "max_tokens | \"max_tokens\":0 | 1 or more",
                "max_tokens | \"max_tokens\":-5 | 1 or more",
                "max_tokens | \"max_tokens\":1.5 | whole number",
                "max_tokens | \"max_tokens\":1e3 | whole number",
                "max_tokens | \"max_tokens\":9223372036854775808 | whole number",
                "max_completion_tokens | \"max_completion_tokens\":true | whole number",
                "n | \"n\":0 | from 1 to 128",
                "n | \"n\":129 | from 1 to 128",
                "n | \"n\":99999999999999999999 | from 1 to 128",
                "n | \"n\":\"2\" | from 1 to 128",
                "tools | \"tools\":{} | a list",
                "functions | \"functions\":\"f\" | a list",
                "response_format | \"response_format\":\"json\" | an object",
                "reasoning_effort | \"reasoning_effort\":3 | a string",
                "reasoning_effort | \"reasoning_effort\":\"extreme\" | xhigh",
                "undercut | \"undercut\":[] | an object",
                "undercut.nope | \"undercut\":{\"nope\":1} | nope",
            })
    void a_wrong_field_is_named(String param, String field, String right) {
        Refusal refusal = Requests.refusalWith(field);

        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.message()).contains(param).contains(right);
        assertThat(refusal.code()).isIn("invalid_value", "unknown_parameter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages | \"hello\"",
                "messages | []",
                "messages[0] | [\"hello\"]",
                "messages[0].role | [{\"role\":1,\"content\":\"x\"}]",
                "messages[0].content | [{\"role\":\"user\",\"content\":7}]",
                "messages[0].content | [{\"role\":\"user\",\"content\":{\"text\":\"x\"}}]",
                "messages[0].content[1] | [{\"role\":\"user\",\"content\":[{},\"x\"]}]",
                "messages[1].role | [{\"role\":\"user\",\"content\":\"x\"},{\"content\":\"y\"}]",
            })
    void a_wrong_message_is_named(String param, String messages) {
        Refusal refusal = Requests.refusal("{\"model\":\"m\",\"messages\":" + messages + "}");

        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.message()).contains(param);
    }

    @Test
    void model_and_messages_must_be_there() {
        Refusal noModel = Requests.refusal("{\"messages\":[{\"role\":\"user\"}]}");
        Refusal noMessages = Requests.refusal("{\"model\":\"m\"}");

        assertThat(noModel.param()).isEqualTo("model");
        assertThat(noMessages.param()).isEqualTo("messages");
        assertThat(noModel.code()).isEqualTo("missing_required_parameter");
        assertThat(noMessages.message()).contains("Missing required parameter: 'messages'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"  \"", "null", "5", "[]"})
    void a_model_must_be_a_name(String model) {
        Refusal refusal =
                Requests.refusal("{\"messages\":[{\"role\":\"user\"}],\"model\":" + model + "}");

        assertThat(refusal.param()).isEqualTo("model");
    }

    @Test
    void a_model_is_no_place_for_a_prompt() {
        String body = "{\"messages\":[{\"role\":\"user\"}],\"model\":\"" + "x".repeat(513) + "\"}";

        assertThat(Requests.refusal(body).message()).contains("model").hasSizeLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model\":\"b\"",
                "\"messages\":[{\"role\":\"user\"}]",
                "\"stream\":true,\"stream\":false",
                "\"stream_options\":null,\"stream_options\":{}",
                "\"max_tokens\":1,\"max_tokens\":2",
                "\"max_completion_tokens\":1,\"max_completion_tokens\":2",
                "\"n\":1,\"n\":100",
                "\"n\":1,\"\\u006e\":100",
                "\"undercut\":{},\"undercut\":{}",
                "\"tools\":[],\"tools\":[{}]",
                "\"response_format\":null,\"response_format\":{\"type\":\"json_schema\"}",
                "\"reasoning_effort\":\"low\",\"reasoning_effort\":\"high\"",
                "\"modalities\":[],\"modalities\":[\"audio\"]",
                "\"stream_options\":{\"include_usage\":true,\"include_usage\":false}",
                "\"undercut\":{\"max_usd\":1,\"max_usd\":100}",
            })
    void what_decides_must_not_stand_twice(String fields) {
        assertThat(Requests.refusalWith(fields).message()).contains("twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "null", "[]", "\"x\"", "5", "true"})
    void a_body_must_be_an_object(String body) {
        Refusal refusal = Requests.refusal(body);

        assertThat(refusal.kind().status()).isEqualTo(400);
        assertThat(refusal.message()).contains("JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{\"model\":", "{\"model\":\"m\",}", "{'model':1}", "{\"a\":01}", "{]"})
    void broken_json_is_refused_with_the_place(String body) {
        Refusal refusal = Requests.refusal(body);

        assertThat(refusal.code()).isEqualTo("invalid_json");
        assertThat(refusal.message()).contains("could not parse").contains("line 1, column");
    }

    @ParameterizedTest
    @ValueSource(strings = {"}", "{}", " x", ",", "0"})
    void nothing_may_follow_the_object(String rest) {
        assertThat(Requests.refusal("{" + Requests.MINIMUM + "}" + rest).kind())
                .isEqualTo(Refusal.Kind.INVALID);
    }

    @Test
    void nesting_has_a_limit_and_the_message_says_so() {
        Requests.with("\"deep\":" + "[".repeat(255) + "]".repeat(255));
        Refusal refusal = Requests.refusalWith("\"deep\":" + "[".repeat(256) + "]".repeat(256));

        assertThat(refusal.code()).isEqualTo("invalid_json");
        assertThat(refusal.message()).contains("nested deeper than 256");
    }

    @Test
    void a_mountain_of_brackets_is_refused_as_quickly() {
        assertThat(Requests.refusalWith("\"deep\":" + "{\"a\":[".repeat(500_000)).message())
                .contains("nested deeper than 256");
    }

    @Test
    void a_number_without_end_is_refused_as_what_it_is() {
        Refusal refusal = Requests.refusalWith("\"seed\":" + "9".repeat(1001));

        assertThat(refusal.code()).isEqualTo("invalid_json");
        assertThat(refusal.message()).contains("number").doesNotContain("nested");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1E99999999999", "1e999999999", "1e400"})
    void a_number_beyond_all_measure_is_a_refusal_not_a_crash(String number) {
        Refusal quality = Requests.refusalWith("\"undercut\":{\"quality_min\":" + number + "}");
        Refusal most = Requests.refusalWith("\"undercut\":{\"max_usd\":" + number + "}");

        assertThat(quality.kind()).isEqualTo(Refusal.Kind.INVALID);
        assertThat(most.kind()).isEqualTo(Refusal.Kind.INVALID);
    }

    @Test
    void a_number_next_to_nothing_is_no_amount_of_money() {
        assertThat(Requests.refusalWith("\"undercut\":{\"max_usd\":1e-999999999}").message())
                .contains("12 decimals");
    }

    @Test
    void a_number_beyond_all_measure_in_a_field_of_the_providers_is_theirs() {
        Requests.with("\"temperature\":1e99999999999,\"x\":-0.0,\"y\":1.0E+2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void other_encodings_are_refused(String charset) {
        byte[] body = ("{" + Requests.MINIMUM + "}").getBytes(Charset.forName(charset));

        assertThat(Requests.refusal(body).message()).contains("UTF-8");
    }

    @Test
    void a_byte_order_mark_is_refused() {
        assertThat(Requests.refusal("\ufeff{" + Requests.MINIMUM + "}").message())
                .contains("without a byte order mark");
    }

    @Test
    void bytes_that_are_no_utf8_are_refused() {
        byte[] body = ("{" + Requests.MINIMUM + "}").getBytes(StandardCharsets.UTF_8);
        body[new String(body, StandardCharsets.UTF_8).indexOf("hi")] = (byte) 0xC3;

        assertThat(Requests.refusal(body).code()).isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":Geheimnis}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\" Geheimnis}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":trueGeheimnis}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Geheimnis\\q\"}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Geheimnis",
                "{\"model\":\"m\",\"messages\":\"Geheimnis\"}",
                "{\"model\":\"m\",\"messages\":[\"Geheimnis\"]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}Geheimnis",
                "{\"model\":\"m\",\"messages\":[{\"content\":\"Geheimnis\"}]}",
                "{\"model\":\"m\",\"x\":\"Geheimnis\nGeheimnis\"}",
                "Geheimnis",
            })
    void an_error_never_quotes_the_prompt(String body) {
        Refusal refusal = Requests.refusal(body);

        assertThat(refusal.message().toLowerCase(Locale.ROOT)).doesNotContain("geheimnis");
        assertThat(String.valueOf(refusal.param())).doesNotContain("Geheimnis");
    }
}
