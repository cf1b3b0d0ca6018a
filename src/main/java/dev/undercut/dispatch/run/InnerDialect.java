package dev.undercut.dispatch.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Delta;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one call of a run is spoken: not at all. Nothing is put into bytes; what comes is kept. One
 * for each call, used by its thread.
 */
final class InnerDialect implements ClientDialect {
    static final String NAME = "compute";

    private static final byte[] NOTHING = {};

    private final Consumer<Delta> heard;
    private final List<Delta> deltas = new ArrayList<>();
    private @Nullable Answer whole;
    private @Nullable Refusal refusal;
    private boolean ended;

    /**
     * For one call.
     *
     * @param heard is told every piece as it comes
     */
    InnerDialect(Consumer<Delta> heard) {
        this.heard = heard;
    }

    /** What was said, or null when it did not come to an end. */
    @Nullable Answer answer() {
        if (whole != null) {
            return whole;
        }
        return ended ? Answer.of(deltas) : null;
    }

    /** Why there is no answer, in words. */
    String trouble() {
        return refusal == null ? "the call was cut short" : refusal.message();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String path() {
        return "";
    }

    @Override
    public Reading read(byte[] body) {
        throw new IllegalStateException("nobody writes this dialect");
    }

    @Override
    public byte[] refusal(Refusal said) {
        refusal = said;
        return NOTHING;
    }

    @Override
    public StreamWriter passing(boolean usageAsked) {
        throw new IllegalStateException("no upstream speaks this dialect");
    }

    @Override
    public StreamWriter translating(ChatRequest request, Stamp stamp) {
        return new Keeping();
    }

    @Override
    public byte[] write(ChatRequest request, Answer answer, Usage usage, Stamp stamp) {
        whole = answer;
        return NOTHING;
    }

    @Override
    public byte[] withReceipt(byte[] body, String receipt) {
        return body;
    }

    private final class Keeping implements StreamWriter {
        @Override
        public void write(StreamEvent event, OutputStream out) {
            switch (event) {
                case StreamEvent.Piece piece -> keep(piece.deltas());
                case StreamEvent.Finish finish -> keep(finish.deltas());
                case StreamEvent.UsageOnly _,
                        StreamEvent.Idle _,
                        StreamEvent.Done _,
                        StreamEvent.Failed _ -> {}
            }
        }

        private void keep(List<Delta> more) {
            deltas.addAll(more);
            more.forEach(heard);
        }

        @Override
        public void ping(OutputStream out) {}

        @Override
        public void end(String receipt, Usage usage, OutputStream out) {
            ended = true;
        }

        @Override
        public void broken(Refusal said, OutputStream out) {
            refusal = said;
        }
    }
}
