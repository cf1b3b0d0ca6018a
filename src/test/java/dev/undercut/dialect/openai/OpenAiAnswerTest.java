package dev.undercut.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.WholeAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiAnswerTest {
    private static final String ANSWER =
            """
            {"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",
             "content":"\\"finish_reason\\":\\"length\\" }]","refusal":null,
             "annotations":[{"finish_reason":"length"}]},"logprobs":null,"finish_reason":"stop"}],
             "usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29},
             "service_tier":"default"}
            """;

    @Test
    void an_answer_is_read_without_being_confused_by_what_it_says() {
        WholeAnswer answer = read(ANSWER);

        assertThat(answer.reason()).isEqualTo(StopReason.STOP);
        assertThat(usage(answer)).isEqualTo(Usage.of(19, 10));
        assertThat(answer.textBytes()).isBetween(150, 260);
    }

    @Test
    void usage_and_reason_may_be_missing() {
        WholeAnswer answer =
                read("{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":null}");

        assertThat(answer.reason()).isNull();
        assertThat(answer.report()).isNull();
    }

    @Test
    void usage_may_come_before_the_choices() {
        WholeAnswer answer =
                read(
                        "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},\"choices\":["
                                + "{\"finish_reason\":\"tool_calls\",\"message\":{}}]}");

        assertThat(usage(answer)).isEqualTo(Usage.of(1, 2));
        assertThat(answer.reason()).isEqualTo(StopReason.TOOL);
    }

    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "length, LENGTH",
        "tool_calls, TOOL",
        "function_call, TOOL",
        "content_filter, FILTER",
        "anything, STOP"
    })
    void reasons_are_translated(String word, StopReason reason) {
        assertThat(read("{\"choices\":[{\"finish_reason\":\"" + word + "\"}]}").reason())
                .isEqualTo(reason);
    }

    @Test
    void of_several_answers_the_first_says_why() {
        assertThat(
                        read("{\"choices\":[{\"finish_reason\":\"length\"},"
                                        + "{\"finish_reason\":\"stop\"}]}")
                                .reason())
                .isEqualTo(StopReason.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<html>502 Bad Gateway</html>",
                "null",
                "[]",
                "\"x\"",
                "{}",
                "{\"error\":{\"message\":\"x\"}}",
                "{\"choices\":null,\"error\":{\"message\":\"x\"}}",
                "{\"choices\":{}}",
                "{\"choices\":[{\"message\":{\"content\":\"trunc",
                "{\"choices\":[]",
                "{\"choices\":[]} {}",
                "{\"choices\":[]}x",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":1e99999999999}}",
                "{\"choices\":[{\"finish_reason\":\"insufficient_system_resource\"}]}",
                "{\"choices\":[{\"finish_reason\":\"error\"}]}",
            })
    void what_is_no_whole_answer_is_none(String body) {
        assertThat(whole(body)).isNull();
    }

    @Test
    void the_receipt_is_put_in_and_nothing_else_changes() {
        byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
        String with =
                new String(
                        new OpenAi().withReceipt(body, "{\"cost_usd\":1}"), StandardCharsets.UTF_8);

        assertThat(with)
                .isEqualTo(
                        ANSWER.stripTrailing().replaceAll("}$", "")
                                + ",\"undercut\":{\"cost_usd\":1}}\n");
    }

    private static Usage usage(WholeAnswer answer) {
        return Objects.requireNonNull(answer.report()).usage();
    }

    private static @Nullable WholeAnswer whole(String body) {
        return new OpenAi().whole(body.getBytes(StandardCharsets.UTF_8), Quirks.NONE, Depth.METER);
    }

    private static WholeAnswer read(String body) {
        return Objects.requireNonNull(whole(body));
    }
}
