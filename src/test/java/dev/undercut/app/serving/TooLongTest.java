package dev.undercut.app.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.CallFailure;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that is too long for one model is no mistake: a larger model may take it. */
class TooLongTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai | {'error':{'message':'no','code':'context_length_exceeded'}}",
                "openai | {'error':{'message':'The maximum context length is 8192 tokens',"
                        + "'code':400}}",
                "anthropic | {'type':'error','error':{'type':'invalid_request_error',"
                        + "'message':'prompt is too long: 208310 tokens > 200000 maximum'}}",
                "anthropic | {'type':'error','error':{'type':'invalid_request_error','message':"
                        + "'input length and `max_tokens` exceed context limit: 9 + 9 > 10'}}",
                "gemini | {'error':{'code':400,'status':'INVALID_ARGUMENT','message':'The input"
                        + " token count (1200293) exceeds the maximum number of tokens allowed"
                        + " (1048576).'}}",
                "bedrock | {'message':'Input is too long for requested model.'}",
            })
    void each_provider_says_it_in_its_own_words(String dialect, String body) {
        byte[] said = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        CallFailure failure =
                Objects.requireNonNull(Dialects.upstreams().get(dialect))
                        .failure(400, name -> null, said);

        assertThat(failure).isInstanceOf(CallFailure.TooLong.class);
        assertThat(failure.tryNextOffer()).isTrue();
    }
}
