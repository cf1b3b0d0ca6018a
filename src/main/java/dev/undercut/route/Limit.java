package dev.undercut.route;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One thing that is asked of a model or an offer.
 *
 * @param met whether it meets it; asked for every offer of every request, so it allocates nothing
 * @param miss in words, why one that does not meet it does not
 */
record Limit<T>(Predicate<T> met, Function<T, String> miss) {

    /** A limit whose miss is always said in the same words. */
    static <T> Limit<T> of(Predicate<T> met, String miss) {
        return new Limit<>(met, subject -> miss);
    }
}
