package dev.undercut.market;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The remarks of a price fact that mean something to the book; the others are for people. */
final class Remarks {
    private static final String RETIRED = "retired ";
    private static final String STALE = "stale since ";
    private static final int DAY = "2026-11-21".length();

    private Remarks() {}

    /** The day from which it is sold no more, or null. */
    static @Nullable LocalDate retired(PriceFact fact) {
        return day(fact, RETIRED);
    }

    /** The day from which a review does not trust it to be sold any more, or null. */
    static @Nullable LocalDate stale(PriceFact fact) {
        return day(fact, STALE);
    }

    /** Whether another source says another price. */
    static boolean isDisputed(PriceFact fact) {
        return begins(fact, "disputed");
    }

    static boolean isQuantised(PriceFact fact) {
        return begins(fact, "quantised");
    }

    static boolean isVariant(PriceFact fact) {
        return begins(fact, "variant");
    }

    private static boolean begins(PriceFact fact, String word) {
        for (String note : fact.notes()) {
            if (note.startsWith(word)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable LocalDate day(PriceFact fact, String words) {
        for (String note : fact.notes()) {
            if (note.startsWith(words)) {
                return dayAt(note, words.length());
            }
        }
        return null;
    }

    /**
     * The day that stands in {@code text} at {@code from}, or null when none does. Without the
     * JDK's formatter, which costs more at start than all days of the book together.
     */
    static @Nullable LocalDate dayAt(String text, int from) {
        if (text.length() < from + DAY) {
            return null;
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(text, from, from + 4, 10),
                    Integer.parseInt(text, from + 5, from + 7, 10),
                    Integer.parseInt(text, from + 8, from + DAY, 10));
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
