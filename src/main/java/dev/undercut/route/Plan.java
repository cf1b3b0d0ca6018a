package dev.undercut.route;

import dev.undercut.chat.Preferences;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who shall answer a request, in order.
 *
 * @param requested the model name as the client sent it
 * @param target what that name means, in words
 * @param quotes the offers to try, first one first; never empty
 * @param own how many of the first ones the name itself means; the rest are fallbacks
 * @param baseline what savings are measured against, or null when nothing is priced
 * @param preferences all that was asked, the policy's part included
 * @param reason why the first one is first, in words
 */
public record Plan(
        String requested,
        String target,
        List<Quote> quotes,
        int own,
        @Nullable Baseline baseline,
        Preferences preferences,
        String reason) {
    public Plan {
        if (quotes.isEmpty()) {
            throw new IllegalArgumentException("a plan names at least one offer");
        }
        quotes = List.copyOf(quotes);
    }

    /** The first choice. */
    public Quote first() {
        return quotes.getFirst();
    }
}
