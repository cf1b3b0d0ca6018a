package dev.undercut.web.economics;

import dev.undercut.economics.facts.EconomicsFacts;
import dev.undercut.economics.scenario.Bill;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.web.answer.BadQuestionException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * What an analysis may look at.
 *
 * @param book today's prices
 */
record Asked(EconomicsFacts facts, BookPrices book, Bills bills, InstantSource clock) {

    LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    Bill bill(int days) {
        return bills.last(days, clock.instant());
    }

    /** Works out how fast prices fall from the book, where nobody said it. */
    void fillFall(Inputs inputs) {
        if (!inputs.has("fall")) {
            BookPrices.Fall fall = book.fall();
            inputs.fill("fall", fall.factorPerYear(), fall.interval90(), fall.from());
        }
    }

    /** The day after so many years; null when that never comes. */
    String day(double years) {
        if (years == 0) {
            return "already";
        }
        if (!(years < 1000)) {
            return "never";
        }
        return today().plusDays(Math.round(years * 365.25)).toString();
    }

    /** Picks one of several names, in any case. */
    static String oneOf(String input, String text, List<String> names) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!names.contains(name)) {
            throw BadQuestionException.wrong(
                    input + ": expected " + String.join(", ", names) + ", got '" + text + "'");
        }
        return name;
    }

    /** For people: {@code 3.2 (1.1 to 9)}. */
    static String words(double value, Interval interval) {
        return String.format(
                Locale.ROOT, "%.3g (%.3g to %.3g)", value, interval.low(), interval.high());
    }
}
