package dev.undercut.market.intake;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One published result of one model at one effort on one benchmark, as a source states it.
 *
 * @param model canonical id
 * @param effort {@code none}, {@code low}, {@code default}, {@code high} or {@code max}
 * @param benchmark lower-case slug, with its release where it has one
 * @param score in {@code unit}
 * @param unit {@code %}, {@code elo} or {@code score}
 * @param date when it was published, or null when unknown
 * @param kind who measured it: {@code independent}, {@code self-reported}, …
 * @param source where it stands
 */
public record ScoreFact(
        String model,
        String effort,
        String benchmark,
        BigDecimal score,
        String unit,
        @Nullable LocalDate date,
        String kind,
        String source) {

    /** The kinds of score that a maker states, of its own model or a rival's. */
    public static final Set<String> CLAIMS = Set.of("self-reported", "second-hand-x2");

    public ScoreFact {
        score = score.stripTrailingZeros();
    }

    /** Whether a maker states it rather than somebody who measures. */
    public boolean claimed() {
        return CLAIMS.contains(kind);
    }

    /** Of which result this is the newest word. */
    public Key key() {
        return new Key(model, effort, benchmark, kind, source);
    }

    /** One result; a second score of it replaces the first. */
    public record Key(String model, String effort, String benchmark, String kind, String source) {}
}
