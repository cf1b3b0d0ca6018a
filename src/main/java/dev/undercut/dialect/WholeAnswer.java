package dev.undercut.dialect;

import dev.undercut.chat.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * What an unstreamed answer says.
 *
 * @param reason why the model stopped, or null when it does not say
 * @param report what was used, or null when it does not say
 * @param textBytes bytes of the answer, for estimates when no usage is reported
 */
public record WholeAnswer(
        @Nullable StopReason reason, @Nullable UsageReport report, int textBytes) {}
