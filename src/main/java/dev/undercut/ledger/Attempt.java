package dev.undercut.ledger;

import dev.undercut.chat.Usage;
import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/**
 * One try at one offer.
 *
 * @param provider the provider's id
 * @param model the canonical model
 * @param status the provider's HTTP status, 0 where there was none
 * @param code {@code ok}, or a {@link dev.undercut.chat.CallFailure#code()}
 * @param millis how long it took
 * @param spent what it cost besides the answer that the entry's usage describes, or null when
 *     nothing: a start that broke off, a call that was overtaken
 */
public record Attempt(
        String provider,
        String model,
        int status,
        String code,
        long millis,
        @Nullable Spending spent) {

    /** One that cost nothing besides the answer. */
    public Attempt(String provider, String model, int status, String code, long millis) {
        this(provider, model, status, code, millis, null);
    }

    /**
     * What an attempt used.
     *
     * @param usage its tokens
     * @param cost what they cost; null when not known
     */
    public record Spending(Usage usage, @Nullable Usd cost) {}
}
