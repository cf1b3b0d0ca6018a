package dev.undercut.market.feed;

import dev.undercut.market.PriceFact;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An observation whose provider and model are known.
 *
 * @param key one tier of one offer, in canonical spelling
 * @param model canonical id
 * @param notes what the source and the spelling say beside the price
 * @param seen what the source shows
 */
record Candidate(PriceFact.Key key, String model, Set<String> notes, Observation seen) {
    private static final int ID_DIGITS = 10;

    Candidate {
        notes = Set.copyOf(notes);
    }

    Amounts amounts() {
        return seen.amounts();
    }

    @Nullable LocalDate from() {
        return seen.terms().validFrom();
    }

    @Nullable LocalDate to() {
        return seen.terms().validTo();
    }

    boolean isFreeTier() {
        return notes.contains("free tier");
    }

    /** The day on which it is compared with what was known: one on which it holds. */
    LocalDate reference(LocalDate today) {
        LocalDate to = to();
        LocalDate from = from();
        if (to != null && !to.isAfter(today)) {
            return from == null ? to.minusDays(1) : from;
        }
        return from == null || from.isAfter(today) ? today : from;
    }

    /** Whether a fact says all that this says. */
    boolean isSaidBy(PriceFact fact, LocalDate today) {
        Observation.Terms terms = seen.terms();
        boolean days =
                from() == null
                        ? to() != null || fact.validTo() == null || fact.validTo().isAfter(today)
                        : fact.validFrom().equals(from());
        return days
                && fact.model().equals(model)
                && (to() == null || to().equals(fact.validTo()))
                && amounts().agreeWith(fact.rates(), fact.perRequest())
                && (terms.context() == null || terms.context().equals(fact.context()))
                && (terms.maxOutput() == null || terms.maxOutput().equals(fact.maxOutput()))
                && fact.notes().containsAll(notes);
    }

    /** The same for the same price of the same source, whenever it is read. */
    String id(String source) {
        String text =
                String.join(
                        "\n",
                        source,
                        key.provider(),
                        key.upstreamId(),
                        key.tier().code(),
                        model,
                        String.valueOf(from()),
                        String.valueOf(to()),
                        amounts().text(),
                        String.join(";", new TreeSet<>(notes)));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "q" + HexFormat.of().formatHex(hash).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
