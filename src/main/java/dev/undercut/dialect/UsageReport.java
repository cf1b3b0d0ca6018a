package dev.undercut.dialect;

import dev.undercut.chat.Usage;
import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says that a call used.
 *
 * @param usage in disjoint counts
 * @param raw the provider's own object, JSON
 * @param billed what it says it billed, or null when it does not say
 */
public record UsageReport(Usage usage, String raw, @Nullable Usd billed) {}
