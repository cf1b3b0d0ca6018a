package dev.undercut.health;

import dev.undercut.chat.CallFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Leave for one call to one offer with one key. What comes of the call is told to it: that it began
 * to answer, and in every case, exactly once that counts, that it ended.
 */
public final class Permit {
    private final Health health;
    private final OfferHealth offer;
    private final Line line;
    private final Line.Entry entry;
    private final KeyHealth key;
    private final int keyIndex;
    private boolean began;
    private boolean ended;
    private long firstTokenAt;

    Permit(
            Health health,
            OfferHealth offer,
            Line line,
            Line.Entry entry,
            KeyHealth key,
            int keyIndex) {
        this.health = health;
        this.offer = offer;
        this.line = line;
        this.entry = entry;
        this.key = key;
        this.keyIndex = keyIndex;
    }

    /** Which of the provider's keys to use, counted from 0. */
    public int key() {
        return keyIndex;
    }

    /** The first token of a streamed answer has come. */
    public synchronized void began() {
        if (began || ended) {
            return;
        }
        began = true;
        long now = health.now();
        firstTokenAt = now;
        long waited = now - entry.startedAt();
        line.began(entry, waited, now);
        key.works();
        offer.firstToken(waited, now);
        health.look(offer, now);
    }

    /** The answer came to its end, with so many output tokens; 0 where that is not known. */
    public synchronized void answered(long outputTokens) {
        if (began && !ended) {
            offer.rate(outputTokens, health.now() - firstTokenAt, health.now());
        }
        end(Verdict.WELL);
    }

    /** No answer came. */
    public synchronized void failed(CallFailure failure) {
        if (ended) {
            return;
        }
        long now = health.now();
        Duration wish = wishOf(failure);
        if (wish != null) {
            line.askedToWait(wish, now);
        }
        if (failure instanceof CallFailure.OutOfCredit) {
            health.out(offer, key, keyIndex, Standing.Why.KEY_SPENT);
        }
        if (failure instanceof CallFailure.Unauthorized refused && refused.status() == 401) {
            health.out(offer, key, keyIndex, Standing.Why.KEY_REJECTED);
        }
        end(Verdict.of(failure));
    }

    /** The answer broke off at the provider. */
    public synchronized void brokeOff() {
        end(Verdict.FAILED);
    }

    /** The call was given up for reasons of our own, or the client's. */
    public synchronized void givenUp() {
        end(Verdict.SILENT);
    }

    private static @Nullable Duration wishOf(CallFailure failure) {
        if (failure instanceof CallFailure.RateLimited limited) {
            return limited.retryAfter();
        }
        return failure instanceof CallFailure.Overloaded busy ? busy.retryAfter() : null;
    }

    private void end(Verdict verdict) {
        if (ended) {
            return;
        }
        ended = true;
        long now = health.now();
        if (verdict == Verdict.WELL) {
            key.works();
        }
        line.ended(health.settings(), entry, verdict, began, now);
        key.leave();
    }
}
