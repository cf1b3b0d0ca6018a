package dev.undercut.dispatch.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Delta;
import dev.undercut.chat.Usage;
import dev.undercut.compute.run.CallNote;
import dev.undercut.compute.run.Models.Call;
import dev.undercut.compute.run.Models.Purpose;
import dev.undercut.compute.run.Models.Said;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.Client;
import dev.undercut.dispatch.Job;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of a run, made through the door by which requests come. */
final class InnerCall implements Call, Client {
    private static final System.Logger LOG = System.getLogger(InnerCall.class.getName());

    private final ChatCalls calls;
    private final Job run;
    private final ChatRequest request;
    private final Purpose purpose;
    private final InnerDialect dialect;
    private volatile @Nullable LedgerEntry booked;

    // Guarded by this.
    private boolean cancelled;
    private @Nullable Runnable gone;

    InnerCall(
            ChatCalls calls, Job run, ChatRequest request, Purpose purpose, Consumer<Delta> heard) {
        this.calls = calls;
        this.run = run;
        this.request = request;
        this.purpose = purpose;
        this.dialect = new InnerDialect(heard);
    }

    @Override
    public Said make() {
        synchronized (this) {
            if (cancelled) {
                return new Said.Failed("it no longer matters", unmade());
            }
        }
        try {
            calls.callWithin(run, request, dialect, this, entry -> booked = entry);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a call failed through a mistake of ours", e);
            LedgerEntry entry = booked;
            return new Said.Failed("an internal error", entry == null ? unknown() : note(entry));
        }
        LedgerEntry entry = booked;
        if (entry == null) {
            return new Said.Failed(dialect.trouble(), unmade());
        }
        Answer answer = dialect.answer();
        return answer == null
                ? new Said.Failed(dialect.trouble(), note(entry))
                : new Said.Answered(answer, note(entry));
    }

    private CallNote note(LedgerEntry entry) {
        Usage usage = entry.usage() == null ? Usage.NONE : entry.usage();
        return new CallNote(
                entry.requestId(),
                purpose,
                entry.provider(),
                entry.model(),
                usage,
                entry.cost(),
                entry.usageBasis() == UsageBasis.ESTIMATED,
                entry.millis(),
                entry.errorCode() == null ? "ok" : entry.errorCode());
    }

    /** Nobody was asked, so nothing was spent. */
    private CallNote unmade() {
        return new CallNote("", purpose, null, null, Usage.NONE, Usd.ZERO, false, 0, "client_gone");
    }

    /** Somebody may have been asked, and what that cost is not known. */
    private CallNote unknown() {
        return new CallNote("", purpose, null, null, null, null, true, 0, "internal_error");
    }

    @Override
    public void cancel() {
        Runnable action;
        synchronized (this) {
            cancelled = true;
            action = gone;
        }
        if (action != null) {
            action.run();
        }
    }

    @Override
    public void onGone(Runnable action) {
        boolean now;
        synchronized (this) {
            gone = action;
            now = cancelled;
        }
        if (now) {
            action.run();
        }
    }

    @Override
    public void send(int status, List<Header> headers, byte[] body) {}

    @Override
    public OutputStream stream(List<Header> headers) {
        return OutputStream.nullOutputStream();
    }
}
