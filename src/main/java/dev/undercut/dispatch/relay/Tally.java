package dev.undercut.dispatch.relay;

import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UsageReport;
import dev.undercut.dialect.UsageReport.Extent;
import dev.undercut.dialect.WholeAnswer;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.route.Quote;
import dev.undercut.tokens.TokenCounter;
import org.jspecify.annotations.Nullable;

/** What an answer has shown of itself so far: its usage, how it stopped, how much text came. */
public final class Tally {
    private @Nullable UsageReport report;
    private @Nullable Usage begun;
    private @Nullable StopReason reason;
    private long textBytes;
    private long before;
    private boolean began;

    public void note(StreamEvent event) {
        switch (event) {
            case StreamEvent.Piece piece -> {
                began = true;
                textBytes += piece.textBytes();
                take(piece.report());
            }
            case StreamEvent.Finish finish -> {
                began = true;
                reason = reason == null ? finish.reason() : reason;
                report = finish.report() == null ? report : finish.report();
            }
            case StreamEvent.UsageOnly only ->
                    report = only.report() == null ? report : only.report();
            case StreamEvent.Idle idle -> {}
            case StreamEvent.Done done -> {}
            case StreamEvent.Failed failed -> {}
        }
    }

    private void take(@Nullable UsageReport said) {
        if (said != null && said.extent() == Extent.BEGINNING) {
            begun = said.usage();
        } else if (said != null) {
            report = said;
        }
    }

    public void note(WholeAnswer answer) {
        began = true;
        reason = answer.reason();
        report = answer.report();
        textBytes = answer.textBytes();
    }

    public @Nullable StopReason reason() {
        return reason;
    }

    /** So many tokens of the visible answer came from elsewhere before. */
    public void before(long tokens) {
        before = tokens;
    }

    /**
     * The tokens that one call for all of the visible answer would have used: what a saving is
     * measured against.
     */
    public Usage whole(Usage usage) {
        return new Usage(
                Math.max(0, usage.input() - before),
                usage.cacheRead(),
                usage.cacheWrite(),
                usage.cacheWriteHour(),
                usage.output() + before,
                usage.reasoning());
    }

    public boolean isFinished() {
        return reason != null;
    }

    public @Nullable UsageReport report() {
        return report;
    }

    public UsageBasis basis() {
        return report != null && report.extent() == Extent.WHOLE
                ? UsageBasis.PROVIDER
                : UsageBasis.ESTIMATED;
    }

    /**
     * The tokens: as reported, else estimated: the input as it was reported at the beginning or
     * counted for the plan, the output at four bytes a token of what came. A report without the
     * input is eked out with that count.
     */
    public Usage usage(Quote quote) {
        if (report != null) {
            return report.extent() == Extent.OUTPUT_ONLY
                    ? Usage.of(quote.inputTokens(), report.usage().output())
                    : report.usage();
        }
        long output = TokenCounter.textEstimate(textBytes);
        Usage heard = begun;
        if (heard == null) {
            return Usage.of(quote.inputTokens(), began ? Math.max(1, output) : 0);
        }
        return new Usage(
                heard.input(),
                heard.cacheRead(),
                heard.cacheWrite(),
                heard.cacheWriteHour(),
                Math.max(heard.output(), output),
                heard.reasoning());
    }
}
