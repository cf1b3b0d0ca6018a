package dev.undercut.dialect.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.CallFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiErrorsTest {
    private final Gemini gemini = new Gemini(() -> "call_1");

    private CallFailure failure(int status, String body) {
        return gemini.failure(status, name -> null, body.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "400, bad_request",
        "401, provider_key_rejected",
        "403, provider_key_rejected",
        "404, not_served",
        "429, rate_limited",
        "500, overloaded",
        "503, overloaded",
        "504, overloaded"
    })
    void a_status_says_what_to_do(int status, String code) {
        assertThat(failure(status, "{\"error\":{\"message\":\"no\"}}").code()).isEqualTo(code);
        assertThat(failure(status, "[{\"error\":{\"message\":\"no\"}}]").code()).isEqualTo(code);
        assertThat(failure(status, "[{\"error\":{\"message\":\"no\"}}]").message()).isEqualTo("no");
    }

    @Test
    void a_refused_key_is_the_operators_fault_though_it_comes_as_400() {
        String body =
                "{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API"
                        + " key.\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":"
                        + "\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":"
                        + "\"API_KEY_INVALID\"}]}}";

        assertThat(failure(400, body)).isInstanceOf(CallFailure.Unauthorized.class);
    }

    @ParameterizedTest
    @CsvSource({"2s, 2000", "0.5s, 500", "37.123456789s, 37123"})
    void the_wait_asked_for_is_read(String delay, long millis) {
        String body =
                "{\"error\":{\"message\":\"slow\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
                        + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\""
                        + delay
                        + "\"}]}}";

        assertThat(failure(429, body))
                .isInstanceOfSatisfying(
                        CallFailure.RateLimited.class,
                        limited ->
                                assertThat(limited.retryAfter())
                                        .isBetween(
                                                Duration.ofMillis(millis),
                                                Duration.ofMillis(millis + 1)));
    }

    @ParameterizedTest
    @CsvSource({"abcs", "-1s", "1e999999999s", "''"})
    void a_wait_that_is_none_is_left_out(String delay) {
        String body =
                "{\"error\":{\"details\":[{\"@type\":\"google.rpc.RetryInfo\",\"retryDelay\":\""
                        + delay
                        + "\"}]}}";

        assertThat(failure(429, body))
                .isInstanceOfSatisfying(
                        CallFailure.RateLimited.class,
                        limited -> assertThat(limited.retryAfter()).isNull());
    }

    @Test
    void a_page_instead_of_json_is_broken() {
        assertThat(failure(400, "<html>")).isInstanceOf(CallFailure.Broken.class);
        assertThat(failure(502, "<html>")).isInstanceOf(CallFailure.Overloaded.class);
    }
}
