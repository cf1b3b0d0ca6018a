package dev.undercut.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.app.terminal.TerminalClient;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Shows an answer in a terminal as it comes, and its bill when it is whole. */
final class ShownAnswer {
    private final PrintWriter out;
    private final PrintWriter err;
    private @Nullable JsonNode receipt;
    private @Nullable JsonNode usage;
    private @Nullable String error;

    ShownAnswer(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Writes the last lines; whether there was an answer. */
    boolean finish() {
        out.println();
        out.flush();
        if (error != null) {
            err.println("undercut: " + error);
        }
        if (receipt != null) {
            err.println(bill(receipt));
        }
        err.flush();
        return error == null && receipt != null;
    }

    private String bill(JsonNode paid) {
        StringBuilder line = new StringBuilder(120);
        line.append(paid.path("provider").asText()).append('/').append(paid.path("model").asText());
        if (usage != null) {
            line.append(" · ").append(usage.path("prompt_tokens").asText()).append(" tokens in, ");
            line.append(usage.path("completion_tokens").asText()).append(" out");
        }
        line.append(" · cost ").append(TerminalClient.money(paid.path("cost_usd")));
        line.append(" · saved ").append(TerminalClient.money(paid.path("saved_usd")));
        if (paid.hasNonNull("baseline_model")) {
            line.append(" against ").append(paid.path("baseline_model").asText());
        }
        if (paid.hasNonNull("cost_note")) {
            line.append(" (").append(paid.path("cost_note").asText()).append(')');
        }
        return line.toString();
    }

    /** Shows an event, or the whole answer. */
    void event(JsonNode json) {
        if (json.has("error")) {
            error = json.path("error").path("message").asText("the request failed");
            return;
        }
        String text = json.path("choices").path(0).path("delta").path("content").asText("");
        out.print(text);
        out.flush();
        receipt = json.has("undercut") ? json.path("undercut") : receipt;
        usage = json.path("usage").isObject() ? json.path("usage") : usage;
    }
}
