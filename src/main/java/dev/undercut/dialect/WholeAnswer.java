package dev.undercut.dialect;

import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an unstreamed answer says.
 *
 * @param reason why the model stopped, or null when it does not say
 * @param report what was used, or null when it does not say
 * @param textBytes bytes of the answer, for estimates when no usage is reported
 * @param deltas all of it in no dialect; only at {@link UpstreamDialect.Depth#TRANSLATE}
 */
public record WholeAnswer(
        @Nullable StopReason reason,
        @Nullable UsageReport report,
        int textBytes,
        List<Delta> deltas) {
    /** An answer that is only passed on. */
    public WholeAnswer(@Nullable StopReason reason, @Nullable UsageReport report, int textBytes) {
        this(reason, report, textBytes, List.of());
    }
}
