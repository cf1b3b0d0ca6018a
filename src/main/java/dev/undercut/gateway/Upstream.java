package dev.undercut.gateway;

import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.provider.Provider;

/**
 * A provider with all that is needed to speak with it.
 *
 * @param provider carries bytes
 * @param dialect knows what they mean
 * @param quirks where it departs from its dialect
 */
public record Upstream(Provider provider, UpstreamDialect dialect, Quirks quirks) {}
