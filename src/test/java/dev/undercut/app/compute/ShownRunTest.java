package dev.undercut.app.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.undercut.dialect.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ShownRunTest {
    private static final String PROGRESS =
            "{\"undercut\":{\"compute\":{\"done\":3,\"total\":12,\"agree\":0.67,\"best\":\"42\","
                    + "\"calls\":5,\"spent_usd\":0.0003,\"eta_s\":8.2}}}";
    private static final String TEXT = "{\"choices\":[{\"delta\":{\"content\":\"It is 42\"}}]}";
    private static final String BROKEN = "{\"error\":{\"message\":\"no call gave an answer\"}}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private ShownRun shown(boolean live, String... events) throws JsonProcessingException {
        ShownRun shown = new ShownRun(new PrintWriter(out), new PrintWriter(err), live, false);
        for (String event : events) {
            shown.event(Json.MAPPER.readTree(event));
        }
        return shown;
    }

    @Test
    void in_a_terminal_one_line_changes_is_never_wrapped_and_goes_before_the_answer()
            throws Exception {
        assertThat(shown(true, PROGRESS, PROGRESS, TEXT).finish()).isTrue();
        String frame =
                "\r\u001b[K\u001b[?7l[#####...............] 3/12 · 5 calls · $0.0003 · 67 % for 42"
                        + " · 8.2 s left\u001b[?7h";
        assertThat(err.toString()).isEqualTo(frame + frame + "\r\u001b[K");
        assertThat(out.toString().strip()).isEqualTo("It is 42");
    }

    @Test
    void elsewhere_there_are_plain_lines_and_no_escapes() throws Exception {
        assertThat(shown(false, PROGRESS, PROGRESS, TEXT).finish()).isTrue();
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("[##"));
        assertThat(err.toString()).doesNotContain("\u001b");
    }

    @Test
    void an_error_is_told_and_is_no_answer() throws Exception {
        assertThat(shown(true, PROGRESS, BROKEN).finish()).isFalse();
        assertThat(err.toString()).endsWith("undercut: no call gave an answer\n");
    }

    @Test
    void a_dumb_terminal_is_not_written_over() {
        assertThat(ShownRun.isLive("dumb")).isFalse();
    }
}
