package dev.undercut.dispatch;

import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.provider.Provider;
import java.time.Duration;

/**
 * A provider with all that is needed to speak with it.
 *
 * @param provider carries bytes
 * @param dialect knows what they mean
 * @param quirks where it departs from its dialect
 * @param firstByte how long it may take to begin an answer
 */
public record Upstream(
        Provider provider, UpstreamDialect dialect, Quirks quirks, Duration firstByte) {}
