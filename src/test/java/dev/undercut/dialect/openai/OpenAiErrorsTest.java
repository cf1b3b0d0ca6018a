package dev.undercut.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.CallFailure;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "400, bad_request, false",
        "401, provider_key_rejected, true",
        "402, out_of_credit, true",
        "403, provider_key_rejected, true",
        "404, not_served, true",
        "408, timed_out, true",
        "409, bad_request, false",
        "413, bad_request, false",
        "422, bad_request, false",
        "429, rate_limited, true",
        "500, overloaded, true",
        "502, overloaded, true",
        "503, overloaded, true",
        "504, overloaded, true",
        "529, overloaded, true"
    })
    void each_status_means_what_it_means(int status, String code, boolean next) {
        CallFailure failure = read(status, "{\"error\":{\"message\":\"why\",\"code\":null}}");

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.tryNextOffer()).isEqualTo(next);
        assertThat(failure.status()).isIn(status, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"m\",\"type\":\"insufficient_quota\",\"code\":null}}",
                "{\"error\":{\"message\":\"m\",\"code\":\"insufficient_quota\"}}",
                "{\"error\":{\"message\":\"m\",\"type\":\"insufficient_quota\",\"code\":429}}",
            })
    void a_spent_quota_is_no_matter_of_waiting(String body) {
        assertThat(read(429, body)).isInstanceOf(CallFailure.OutOfCredit.class);
    }

    @Test
    void a_page_of_a_proxy_is_no_refusal_of_the_request() {
        assertThat(read(502, "<html>Bad Gateway</html>"))
                .isInstanceOf(CallFailure.Overloaded.class)
                .extracting(CallFailure::message)
                .isEqualTo("HTTP 502");
        assertThat(read(400, "<html>Bad Request</html>")).isInstanceOf(CallFailure.Broken.class);
        assertThat(read(404, "")).isInstanceOf(CallFailure.NotServed.class);
        assertThat(read(400, "")).isInstanceOf(CallFailure.Broken.class);
        assertThat(read(302, "{}")).isInstanceOf(CallFailure.Broken.class);
        assertThat(read(429, "slow down")).isInstanceOf(CallFailure.RateLimited.class);
        assertThat(read(400, "{\"error\":1e99999999999}")).isInstanceOf(CallFailure.Broken.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"why\"}} | why",
                "{\"error\":\"why\"} | why",
                "{\"message\":\"why\"} | why",
                "{\"error\":{\"message\":\"\"}} | the provider gave no reason",
                "{\"detail\":[{\"msg\":\"x\"}]} | the provider gave no reason",
                "{} | the provider gave no reason",
            })
    void the_reason_is_found_in_every_shape(String body, String message) {
        assertThat(read(400, body).message()).isEqualTo(message);
    }

    @Test
    void a_refusal_of_the_request_keeps_the_providers_words() {
        String body = "{\"error\":{\"message\":\"no\",\"code\":\"invalid_value\"}}";

        assertThat(((CallFailure.BadRequest) read(400, body)).body()).asString().isEqualTo(body);
    }

    @Test
    void a_prompt_that_is_too_long_for_one_may_fit_another() {
        String body = "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}";

        CallFailure failure = read(400, body);
        assertThat(((CallFailure.TooLong) failure).body()).asString().isEqualTo(body);
        assertThat(failure.tryNextOffer()).isTrue();
    }

    @Test
    void a_reason_without_end_is_cut() {
        String body = "{\"error\":{\"message\":\"" + "x".repeat(10_000) + "\"}}";

        assertThat(read(400, body).message()).hasSize(500);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, -", "7, PT7S", "0, PT0S", "soon, -", "-5, -", "9999999, PT1H"})
    void a_plain_number_of_seconds_to_wait_is_read(String header, Duration wait) {
        CallFailure failure =
                OpenAiErrors.read(
                        429,
                        name -> name.equals("retry-after") ? header : null,
                        "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(((CallFailure.RateLimited) failure).retryAfter()).isEqualTo(wait);
    }

    @ParameterizedTest
    @EnumSource(Refusal.Kind.class)
    void our_errors_always_have_all_four_keys(Refusal.Kind kind) throws Exception {
        JsonNode error = written(new Refusal(kind, "c", "m", null));

        assertThat(error.properties().stream().map(Map.Entry::getKey))
                .containsExactly("message", "type", "param", "code");
        assertThat(error.get("param").isNull()).isTrue();
        assertThat(error.get("type").asText())
                .isEqualTo(
                        List.of("RATE_LIMITED").contains(kind.name())
                                ? "requests"
                                : kind.status() < 500 ? "invalid_request_error" : "server_error");
    }

    @Test
    void our_errors_are_json_whatever_is_in_them() throws Exception {
        String odd = "a\"b\\c\n\u0000\u2028é😀";
        JsonNode error = written(new Refusal(Refusal.Kind.INVALID, odd, odd, odd));

        assertThat(error.get("message").asText()).isEqualTo(odd);
        assertThat(error.get("param").asText()).isEqualTo(odd);
        assertThat(error.get("code").asText()).isEqualTo(odd);
    }

    private static JsonNode written(Refusal refusal) throws Exception {
        JsonNode tree = Json.MAPPER.readTree(new OpenAi().refusal(refusal));
        assertThat(tree.size()).isEqualTo(1);
        return tree.get("error");
    }

    private static CallFailure read(int status, String body) {
        return new OpenAi().failure(status, name -> null, body.getBytes(StandardCharsets.UTF_8));
    }
}
