package dev.undercut.app.compute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.app.terminal.TerminalClient;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run in a terminal: how far it is on one line that changes, then the answer and its bill.
 */
final class ShownRun {
    private static final int BAR = 20;
    private static final String OVER = "\r\u001b[K";

    /** A line longer than the terminal is wide is cut, not wrapped: only one line is taken back. */
    private static final String CUT = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean live;
    private final boolean json;
    private @Nullable JsonNode receipt;
    private @Nullable JsonNode last;
    private @Nullable String error;
    private boolean lineOpen;

    /**
     * For one run.
     *
     * @param live whether a line on standard error may be written over
     * @param json whether the whole answer is printed as it is, and nothing else
     */
    ShownRun(PrintWriter out, PrintWriter err, boolean live, boolean json) {
        this.out = out;
        this.err = err;
        this.live = live;
        this.json = json;
    }

    /**
     * Whether a line can be written over where this process writes.
     *
     * @param term the variable TERM, or null where there is none
     */
    @SuppressWarnings("SystemConsoleNull") // null when nobody types, also after JDK 22
    static boolean isLive(@Nullable String term) {
        Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(term);
    }

    /** Writes the last lines; whether there was an answer. */
    boolean finish() {
        closeLine();
        if (json && last != null) {
            out.println(last.toPrettyString());
        } else if (!json) {
            out.println();
        }
        out.flush();
        if (error != null) {
            err.println("undercut: " + error);
        }
        if (receipt != null && !json) {
            err.println(bill(receipt));
        }
        err.flush();
        return error == null;
    }

    private static String bill(JsonNode paid) {
        JsonNode run = paid.path("compute");
        StringBuilder line = new StringBuilder(160);
        line.append(run.path("strategy").asText()).append(": ");
        line.append(run.path("stop_reason").asText()).append(" after ");
        line.append(run.path("calls").asText()).append(" calls");
        if (run.path("cancelled").asInt() > 0) {
            line.append(" (").append(run.path("cancelled").asText()).append(" cut short)");
        }
        if (run.hasNonNull("agreement")) {
            line.append(
                    String.format(
                            Locale.ROOT,
                            " · %.0f %% agree",
                            run.path("agreement").asDouble() * 100));
        }
        if (run.hasNonNull("score")) {
            line.append(String.format(Locale.ROOT, " · score %.2f", run.path("score").asDouble()));
        }
        line.append(" · won by ").append(run.path("winner").asText("nobody"));
        line.append(" · cost ").append(TerminalClient.money(run.path("cost_usd")));
        line.append(" (expected ").append(TerminalClient.money(run.path("est_usd"))).append(')');
        line.append(" · ").append(run.path("wall_ms").asText()).append(" ms · ");
        return line.append(run.path("run_id").asText()).toString();
    }

    /** Shows an event, or keeps it where the whole answer is to be printed. */
    void event(JsonNode chunk) {
        last = chunk;
        if (chunk.has("error")) {
            error = chunk.path("error").path("message").asText("the request failed");
            return;
        }
        JsonNode compute = chunk.path("undercut").path("compute");
        if (compute.has("done")) {
            progress(compute);
            return;
        }
        JsonNode choice = chunk.path("choices").path(0);
        String text = choice.path("delta").path("content").asText("");
        text = text.isEmpty() ? choice.path("message").path("content").asText("") : text;
        if (!text.isEmpty() && !json) {
            closeLine();
            out.print(text);
            out.flush();
        }
        receipt = chunk.has("undercut") ? chunk.path("undercut") : receipt;
    }

    private void progress(JsonNode far) {
        int done = far.path("done").asInt();
        int total = Math.max(done, far.path("total").asInt());
        int filled = total == 0 ? 0 : BAR * done / total;
        StringBuilder line = new StringBuilder(120);
        line.append('[').append("#".repeat(filled)).append(".".repeat(BAR - filled)).append("] ");
        line.append(done).append('/').append(total);
        line.append(" · ").append(far.path("calls").asText()).append(" calls · ");
        line.append(TerminalClient.money(far.path("spent_usd")));
        if (far.hasNonNull("agree")) {
            line.append(
                    String.format(
                            Locale.ROOT, " · %.0f %% for ", far.path("agree").asDouble() * 100));
            line.append(far.path("best").asText());
        }
        if (far.hasNonNull("eta_s")) {
            line.append(" · ").append(far.path("eta_s").asText()).append(" s left");
        }
        if (live) {
            err.print(OVER + CUT + line + WRAP);
            lineOpen = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    private void closeLine() {
        if (lineOpen) {
            err.print(OVER);
            err.flush();
            lineOpen = false;
        }
    }
}
