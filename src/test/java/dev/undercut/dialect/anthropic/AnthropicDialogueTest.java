package dev.undercut.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Dialogue;
import dev.undercut.dialect.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Where a request stands in its conversation, by which it stays with an offer. */
class AnthropicDialogueTest {
    private static final String FIRST = "{\"role\":\"user\",\"content\":\"weather?\"}";
    private static final String CALL =
            "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\","
                    + "\"name\":\"look\",\"input\":{}}]}";
    private static final String RESULT =
            "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\","
                    + "\"content\":\"rain\"}]}";
    private static final String NEXT = "{\"role\":\"user\",\"content\":\"and tomorrow?\"}";

    @Test
    void every_turn_of_a_conversation_has_the_same_opening() {
        Dialogue begun = of(FIRST);
        Dialogue later = of(FIRST + "," + CALL + "," + RESULT + "," + NEXT);

        assertThat(later.opening()).isEqualTo(begun.opening());
        assertThat(of(NEXT).opening()).isNotEqualTo(begun.opening());
        assertThat(begun.turns()).isEqualTo(1);
        assertThat(later.turns()).isEqualTo(2);
    }

    @Test
    void a_tools_result_is_in_the_middle_of_the_models_work() {
        assertThat(of(FIRST).toolPending()).isFalse();
        assertThat(of(FIRST + "," + CALL + "," + RESULT).toolPending()).isTrue();
        assertThat(of(FIRST + "," + CALL + "," + RESULT + "," + NEXT).toolPending()).isFalse();
    }

    private static Dialogue of(String messages) {
        String body = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + messages + "]}";
        Reading read = new Anthropic().read(body.getBytes(StandardCharsets.UTF_8), name -> null);
        return Objects.requireNonNull(((Reading.Read) read).request().prompt().dialogue());
    }
}
