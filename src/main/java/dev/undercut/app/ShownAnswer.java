package dev.undercut.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import dev.undercut.dispatch.Client;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows an answer in a terminal as it comes, and its bill when it is whole. */
final class AskClient implements Client {
    private final PrintWriter out;
    private final PrintWriter err;
    private @Nullable JsonNode receipt;
    private @Nullable JsonNode usage;
    private @Nullable String error;
    private volatile @Nullable Runnable gone;

    AskClient(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void send(int status, List<Header> headers, byte[] body) throws IOException {
        event(Json.MAPPER.readTree(body));
    }

    @Override
    public OutputStream stream(List<Header> headers) {
        return new Lines();
    }

    @Override
    public void onGone(Runnable action) {
        gone = action;
    }

    /** The user goes away. */
    void leave() {
        Runnable action = gone;
        if (action != null) {
            action.run();
        }
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
        line.append(" · cost ").append(money(paid.path("cost_usd")));
        line.append(" · saved ").append(money(paid.path("saved_usd")));
        if (paid.hasNonNull("baseline_model")) {
            line.append(" against ").append(paid.path("baseline_model").asText());
        }
        if (paid.hasNonNull("cost_note")) {
            line.append(" (").append(paid.path("cost_note").asText()).append(')');
        }
        return line.toString();
    }

    private static String money(JsonNode value) {
        return value.isNumber() ? "$" + value.decimalValue().toPlainString() : "unknown";
    }

    private void event(JsonNode json) {
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

    /** Takes server-sent events line by line; each of ours is one data line. */
    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            if (b != '\n') {
                line.write(b);
                return;
            }
            String text = line.toString(StandardCharsets.UTF_8).strip();
            line.reset();
            if (text.startsWith("data:") && !text.endsWith("[DONE]")) {
                event(Json.MAPPER.readTree(text.substring(5)));
            }
        }
    }
}
