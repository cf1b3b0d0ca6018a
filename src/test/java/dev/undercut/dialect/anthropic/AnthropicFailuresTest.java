package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.CallFailure;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.WholeAnswer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicFailuresTest {
    private static final Anthropic ANTHROPIC = new Anthropic();

    private static CallFailure failure(int status, String type, String message) {
        String body =
                "{\"type\":\"error\",\"error\":{\"type\":\""
                        + type
                        + "\",\"message\":\""
                        + message
                        + "\"},\"request_id\":\"req_1\"}";
        return ANTHROPIC.failure(
                status, name -> name.equals("retry-after") ? "7" : null, body.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, bad_request, false",
        "401, authentication_error, provider_key_rejected, true",
        "402, billing_error, out_of_credit, true",
        "403, permission_error, provider_key_rejected, true",
        "404, not_found_error, not_served, true",
        "413, request_too_large, bad_request, false",
        "429, rate_limit_error, rate_limited, true",
        "500, api_error, overloaded, true",
        "504, timeout_error, timed_out, true",
        "529, overloaded_error, overloaded, true"
    })
    void a_status_and_a_type_have_one_meaning(int status, String type, String code, boolean next) {
        CallFailure failure = failure(status, type, "as said");
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.tryNextOffer()).isEqualTo(next);
        assertThat(failure.message()).contains("as said");
    }

    @Test
    void an_account_without_money_is_the_operators_affair() {
        CallFailure failure =
                failure(
                        400,
                        "invalid_request_error",
                        "Your credit balance is too low to access the Anthropic API.");
        assertThat(failure).isInstanceOf(CallFailure.OutOfCredit.class);
    }

    @Test
    void a_rate_limit_says_when_to_come_back() {
        assertThat(failure(429, "rate_limit_error", "slow"))
                .isInstanceOfSatisfying(
                        CallFailure.RateLimited.class,
                        limited ->
                                assertThat(limited.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
    }

    @Test
    void a_page_of_a_proxy_is_no_refusal_of_the_request() {
        CallFailure failure =
                ANTHROPIC.failure(400, name -> null, "<html>no</html>".getBytes(UTF_8));
        assertThat(failure).isInstanceOf(CallFailure.Broken.class);
        assertThat(ANTHROPIC.failure(502, name -> null, "<html>".getBytes(UTF_8)).code())
                .isEqualTo("overloaded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "<html>",
                "{\"type\":\"message\",\"content\":[{\"type\":\"te",
                "{\"type\":\"message\"}",
                "{\"type\":\"message\",\"content\":\"x\"}",
                "{\"type\":\"error\",\"error\":{\"message\":\"x\"}}",
                "[]"
            })
    void bytes_that_are_no_message_are_no_answer(String body) {
        for (Depth depth : Depth.values()) {
            assertThat(ANTHROPIC.whole(body.getBytes(UTF_8), Quirks.NONE, depth)).isNull();
        }
    }

    @Test
    void a_whole_answer_is_metered_without_being_read() {
        String body =
                "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":"
                        + "[{\"type\":\"text\",\"text\":\"hello\"}],\"stop_reason\":\"max_tokens\","
                        + "\"usage\":{\"input_tokens\":1.0e1,\"output_tokens\":5}}";
        WholeAnswer answer = ANTHROPIC.whole(body.getBytes(UTF_8), Quirks.NONE, Depth.METER);
        assertThat(Objects.requireNonNull(answer).reason()).hasToString("LENGTH");
        assertThat(Objects.requireNonNull(answer.report()).usage().total()).isEqualTo(15);
        assertThat(answer.textBytes()).isGreaterThan(5);
        assertThat(answer.deltas()).isEmpty();
    }
}
