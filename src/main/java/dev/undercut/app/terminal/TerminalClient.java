package dev.undercut.app.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.openai.OpenAi;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.Client;
import dev.undercut.dispatch.Job;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands on what comes, whole or event by event, as JSON to whoever shows it. */
public final class TerminalClient implements Client {
    private final Consumer<JsonNode> shown;
    private volatile @Nullable Runnable gone;

    /**
     * For one call.
     *
     * @param shown takes a whole answer, or each event of a streamed one, as it comes
     */
    public TerminalClient(Consumer<JsonNode> shown) {
        this.shown = shown;
    }

    @Override
    public void send(int status, List<Header> headers, byte[] body) throws IOException {
        shown.accept(Json.MAPPER.readTree(body));
    }

    @Override
    public OutputStream stream(List<Header> headers) {
        return new Lines();
    }

    @Override
    public void onGone(Runnable action) {
        gone = action;
    }

    /**
     * Has a call answered to its end. When the user goes away (Ctrl-C) what is under way is ended,
     * and the books are closed before the process ends.
     *
     * @param answering answers the job
     */
    public void call(ChatCalls calls, Consumer<Job> answering) {
        Job job = calls.admit(new OpenAi(), null, this);
        CountDownLatch answered = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(answered), "leave"));
        try {
            answering.accept(job);
        } finally {
            answered.countDown();
        }
    }

    private void leave(CountDownLatch answered) {
        Runnable action = gone;
        if (action != null) {
            action.run();
        }
        try {
            if (!answered.await(3, TimeUnit.SECONDS)) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An amount in an answer, for people. */
    public static String money(JsonNode value) {
        return value.isNumber() ? "$" + value.decimalValue().toPlainString() : "unknown";
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
                shown.accept(Json.MAPPER.readTree(text.substring(5)));
            }
        }
    }
}
