package dev.undercut.dispatch.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Delta;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.compute.Trial;
import dev.undercut.compute.run.Watcher;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dispatch.relay.Cancellation;
import dev.undercut.dispatch.relay.Pinging;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A run in a stream: the role at once, how far it is at most twice a second, the answer's own words
 * as they come where it is known whose will be the answer.
 */
final class Showing implements Watcher {
    private static final System.Logger LOG = System.getLogger(Showing.class.getName());
    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int NOBODY = -1;

    private final Planned planned;
    private final StreamWriter writer;
    private final OutputStream out;
    private final Pinging client;
    private final LongSupplier nanos;
    private final Runnable gone;
    private final AtomicInteger passed = new AtomicInteger(NOBODY);
    private long last;

    /**
     * Begins it.
     *
     * @param out goes to the client
     * @param gone is told when the client cannot be written to
     * @throws IOException when the client is gone already
     */
    Showing(
            Planned planned,
            OutputStream out,
            java.time.Duration ping,
            LongSupplier nanos,
            Runnable gone)
            throws IOException {
        this.planned = planned;
        this.nanos = nanos;
        this.gone = gone;
        this.out = out;
        Stamp stamp =
                new Stamp(
                        planned.job().requestId(),
                        planned.request().model(),
                        planned.job().at().getEpochSecond());
        this.writer = planned.job().dialect().translating(planned.request(), stamp);
        this.client = new Pinging(writer, out, new Cancellation(nanos), ping, nanos);
        this.last = nanos.getAsLong() - BETWEEN;
        client.write(Deltas.event(List.of(new Delta.Started(null, null))), true);
    }

    /** What keeps it alive in silence. */
    Pinging client() {
        return client;
    }

    @Override
    public void progress(Progress far) {
        long now = nanos.getAsLong();
        if (now - last < BETWEEN || passed.get() != NOBODY) {
            return;
        }
        last = now;
        try {
            switch (planned.spec().progress()) {
                case EVENTS -> client.progress(RunReceipt.progress(planned, far));
                case REASONING ->
                        client.write(
                                Deltas.event(List.of(new Delta.Thought(0, RunReceipt.line(far)))),
                                true);
                case OFF -> {}
            }
        } catch (IOException e) {
            gone.run();
        }
    }

    @Override
    public void heard(Trial trial, Delta delta) {
        boolean content =
                switch (delta) {
                    case Delta.Started _, Delta.Stopped _ -> false;
                    case Delta.Text _,
                            Delta.Thought _,
                            Delta.ThoughtSignature _,
                            Delta.HiddenThought _,
                            Delta.Refused _,
                            Delta.ToolCall _,
                            Delta.Arguments _ ->
                            true;
                };
        if (!content) {
            return;
        }
        passed.compareAndSet(NOBODY, trial.id());
        if (passed.get() == trial.id()) {
            try {
                client.write(Deltas.event(List.of(delta)), true);
            } catch (IOException e) {
                gone.run();
            }
        }
    }

    /** Whether words of another answer than that trial's have gone out. */
    boolean hasSaidOtherThan(int trial) {
        return passed.get() != NOBODY && passed.get() != trial;
    }

    /**
     * Writes the answers, all but what must wait for the books.
     *
     * @param winner the first one's trial
     * @throws IOException when the client is gone
     */
    void answers(Answer answer, int winner) throws IOException {
        for (int i = 0; i < answer.choices().size(); i++) {
            Answer.Choice choice = answer.choices().get(i);
            if (i > 0 || passed.get() != winner) {
                writer.write(Deltas.event(Deltas.of(choice, i)), out);
            }
            writer.write(Deltas.event(Deltas.stopped(choice, i)), out);
        }
        out.flush();
    }

    /** Writes the end, once the books are closed. */
    void end(String receipt, Usage usage) {
        try {
            writer.end(receipt, usage, out);
            out.flush();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client left before its last bytes");
        }
    }

    /** Writes why there is no answer. */
    void broken(Refusal refusal) {
        try {
            writer.broken(refusal, out);
            out.flush();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client left before it was told why");
        }
    }
}
