package dev.undercut.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.OriginalBody.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiBodyTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final Change NAME = new Change("up/stream", false, null, "max_tokens");
    private static final Change PLAIN = new Change("u", false, null, "max_tokens");
    private static final Change USAGE = new Change("u", true, null, "max_tokens");
    private static final Change LIMIT = new Change("u", false, 100L, "max_completion_tokens");

    @Test
    void only_the_model_changes_when_nothing_else_must() {
        assertThat(
                        Requests.rewritten(
                                " { \"model\" : \"gpt\" ,\t" + MESSAGES + ", \"t\":1.0E+2\n}\n",
                                NAME))
                .isEqualTo(" { \"model\" : \"up/stream\" ,\t" + MESSAGES + ", \"t\":1.0E+2\n}\n");
    }

    @Test
    void a_model_id_is_quoted_as_json() {
        assertThat(
                        Requests.rewritten(
                                "{\"model\":\"g\"," + MESSAGES + "}",
                                new Change("a\"b\\c", false, null, "max_tokens")))
                .isEqualTo("{\"model\":\"a\\\"b\\\\c\"," + MESSAGES + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"m\",M} | {\"model\":\"u\",M,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream_options\":null,\"model\":\"m\",M} |"
                        + " {\"stream_options\":{\"include_usage\":true},\"model\":\"u\",M}",
                "{\"model\":\"m\",M,\"stream_options\":{}} |"
                        + " {\"model\":\"u\",M,\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"m\",M,\"stream_options\": { } } |"
                        + " {\"model\":\"u\",M,\"stream_options\": {\"include_usage\":true } }",
                "{\"model\":\"m\",M,\"stream_options\":{\"include_obfuscation\":false}} |"
                        + " {\"model\":\"u\",M,\"stream_options\":"
                        + "{\"include_usage\":true,\"include_obfuscation\":false}}",
                "{\"model\":\"m\",M,\"stream_options\":{\"include_usage\": false }} |"
                        + " {\"model\":\"u\",M,\"stream_options\":{\"include_usage\": true }}",
                "{\"model\":\"m\",M,\"stream_options\":{\"include_usage\":null,\"x\":1}} |"
                        + " {\"model\":\"u\",M,\"stream_options\":{\"include_usage\":true,\"x\":1}}",
                "{\"model\":\"m\",M,\"stream_options\":{\"x\":1,\"include_usage\" :true}} |"
                        + " {\"model\":\"u\",M,\"stream_options\":{\"x\":1,\"include_usage\" :true}}",
            })
    void usage_is_asked_for_however_the_options_stand(String body, String expected) {
        assertThat(Requests.rewritten(body.replace("M", MESSAGES), USAGE))
                .isEqualTo(expected.replace("M", MESSAGES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"m\",M} | {\"model\":\"u\",M,\"max_completion_tokens\":100}",
                "{\"max_tokens\":4096,\"model\":\"m\",M} | {\"max_tokens\":100,\"model\":\"u\",M}",
                "{\"model\":\"m\",M,\"max_completion_tokens\" : 4096 } |"
                        + " {\"model\":\"u\",M,\"max_completion_tokens\" : 100 }",
                "{\"model\":\"m\",M,\"max_tokens\":200,\"max_completion_tokens\":300} |"
                        + " {\"model\":\"u\",M,\"max_tokens\":100,\"max_completion_tokens\":100}",
                "{\"model\":\"m\",M,\"max_completion_tokens\":null} |"
                        + " {\"model\":\"u\",M,\"max_completion_tokens\":100}",
            })
    void an_output_limit_is_lowered_or_added(String body, String expected) {
        assertThat(Requests.rewritten(body.replace("M", MESSAGES), LIMIT))
                .isEqualTo(expected.replace("M", MESSAGES));
    }

    @Test
    void an_output_limit_is_never_raised() {
        assertThat(Requests.rewritten("{\"model\":\"m\"," + MESSAGES + ",\"max_tokens\":7}", LIMIT))
                .isEqualTo("{\"model\":\"u\"," + MESSAGES + ",\"max_tokens\":7}");
    }

    @Test
    void of_two_limits_a_null_stays_null_since_providers_refuse_both() {
        assertThat(
                        Requests.rewritten(
                                "{\"model\":\"m\","
                                        + MESSAGES
                                        + ",\"max_tokens\":null,\"max_completion_tokens\":200}",
                                LIMIT))
                .isEqualTo(
                        "{\"model\":\"u\","
                                + MESSAGES
                                + ",\"max_tokens\":null,\"max_completion_tokens\":100}");
    }

    @Test
    void a_limit_that_is_null_gives_way_to_the_field_the_provider_wants() {
        assertThat(
                        Requests.rewritten(
                                "{\"max_tokens\":null,\"model\":\"m\"," + MESSAGES + "}", LIMIT))
                .isEqualTo(
                        "{\"max_tokens\":null,\"model\":\"u\","
                                + MESSAGES
                                + ",\"max_completion_tokens\":100}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"undercut\":{\"task\":\"a,}b\"},\"model\":\"m\",M}` | `{\"model\":\"u\",M}`",
                "`{\"model\":\"m\",\"undercut\":{},M}` | `{\"model\":\"u\",M}`",
                "`{\"model\":\"m\",M,\"undercut\":{\"order\":\"price\"}}` | `{\"model\":\"u\",M}`",
                "`{\"model\":\"m\",M,\"undercut\":null}` | `{\"model\":\"u\",M}`",
                "`{\"model\":\"m\",M , \"undercut\" : { } }` | `{\"model\":\"u\",M  }`",
                "`{ \"undercut\" : {} , \"model\":\"m\",M}` | `{  \"model\":\"u\",M}`",
                "`{\"model\":\"m\",\"\\u0075ndercut\":{},M}` | `{\"model\":\"u\",M}`",
            })
    void our_own_field_never_reaches_a_provider(String body, String expected) {
        assertThat(Requests.rewritten(body.replace("M", MESSAGES), PLAIN))
                .isEqualTo(expected.replace("M", MESSAGES));
    }

    @Test
    void everything_may_change_at_once() {
        assertThat(
                        Requests.rewritten(
                                "{\"undercut\":{},\"model\":\"m\"," + MESSAGES + ",\"x\":1}",
                                new Change("u", true, 5L, "max_tokens")))
                .isEqualTo(
                        "{\"model\":\"u\","
                                + MESSAGES
                                + ",\"x\":1,\"stream_options\":{\"include_usage\":true}"
                                + ",\"max_tokens\":5}");
    }

    @Test
    void a_body_can_be_written_again_for_each_offer() {
        var body = Requests.read("{\"model\":\"m\"," + MESSAGES + ",\"undercut\":{}}").body();

        assertThat(body.rewritten(USAGE)).isEqualTo(body.rewritten(USAGE));
        assertThat(
                        new String(
                                body.rewritten(new Change("u", false, null, "max_tokens")),
                                java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"model\":\"u\"," + MESSAGES + "}");
    }

    @Test
    void fields_of_the_same_names_further_inside_stay() {
        String inside =
                ",\"metadata\":{\"undercut\":{\"a\":1},\"model\":\"x\",\"max_tokens\":1,"
                        + "\"stream_options\":{}}}";
        assertThat(
                        Requests.rewritten(
                                "{\"model\":\"m\"," + MESSAGES + inside,
                                new Change("u", false, null, "max_tokens")))
                .isEqualTo("{\"model\":\"u\"," + MESSAGES + inside);
    }
}
