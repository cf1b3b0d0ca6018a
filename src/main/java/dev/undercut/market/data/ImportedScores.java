package dev.undercut.market.data;

import dev.undercut.chat.Effort;
import dev.undercut.market.capability.Benchmark;
import dev.undercut.market.capability.Evidence;
import dev.undercut.market.capability.Score;
import dev.undercut.market.intake.ScoreFact;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Scores that were imported, as evidence beside what ships. An imported score of the same model,
 * effort, benchmark and claimant (a maker, or somebody who measured) takes the place of all shipped
 * ones: who imports a figure means it. Imported scores of several sources stand beside each other.
 */
public final class ImportedScores {
    private static final int VERSION_DIGITS = 8;

    private final List<Line> lines;

    /** What of a score the fit sees, in the order that its version is made from. */
    private record Line(
            String model, String effort, String benchmark, String score, boolean claimed) {
        String csv() {
            return String.join(
                    ",", quoted(model), effort, benchmark, score, claimed ? "maker" : "");
        }

        private static String quoted(String text) {
            return text.contains(",") || text.contains("\"")
                    ? '"' + text.replace("\"", "\"\"") + '"'
                    : text;
        }

        Score score(Effort level) {
            return new Score(model, level, benchmark, Double.parseDouble(score), claimed);
        }
    }

    /** Takes them in any order; what two sources list in the same words counts once. */
    public ImportedScores(Collection<ScoreFact> scores) {
        lines =
                new HashSet<>(scores)
                        .stream()
                                .map(score ->
                                        new Line(
                                                score.model(),
                                                score.effort(),
                                                score.benchmark(),
                                                score.score().toPlainString(),
                                                score.claimed()))
                                .sorted((a, b) -> a.csv().compareTo(b.csv()))
                                .toList();
    }

    /** How many there are. */
    public int size() {
        return lines.size();
    }

    /**
     * The version of an index fitted with them: the same scores give the same version.
     *
     * @param shipped the version of the index that ships
     * @return that, or with {@code +} and a short hash of the scores when there are any
     */
    public String version(String shipped) {
        if (lines.isEmpty()) {
            return shipped;
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(csv().getBytes(StandardCharsets.UTF_8));
            return shipped + '+' + HexFormat.of().formatHex(digest).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** As {@code scores.csv} of a refit's folder. */
    public String csv() {
        StringBuilder out = new StringBuilder("model,effort,benchmark,score,claimant\n");
        lines.forEach(line -> out.append(line.csv()).append('\n'));
        return out.toString();
    }

    /** The shipped evidence with these scores, and with their version as the method's. */
    public Evidence with(Evidence shipped) {
        List<Score> own = new ArrayList<>();
        for (Line line : lines) {
            Optional<Effort> effort = Effort.of(line.effort);
            if (effort.isPresent() && shipped.benchmarks().containsKey(line.benchmark)) {
                own.add(line.score(effort.get()));
            }
        }
        Set<Result> replaced = new HashSet<>();
        own.forEach(score -> replaced.add(Result.of(score)));
        List<Score> all = new ArrayList<>(shipped.scores());
        all.removeIf(score -> replaced.contains(Result.of(score)));
        all.addAll(own);
        return new Evidence(
                all,
                shipped.benchmarks(),
                shipped.method().with("version", version(shipped.method().version())));
    }

    private record Result(String model, Effort effort, String benchmark, boolean claimed) {
        static Result of(Score score) {
            return new Result(score.model(), score.effort(), score.benchmark(), score.claimed());
        }
    }

    /**
     * Why a score can be no evidence: its benchmark is unknown, its unit is not the benchmark's, or
     * it lies where an open scale has never been, so that one slip would stretch the scale for all.
     *
     * @return in words for people; nothing when it can
     */
    public static Optional<String> refusal(ScoreFact score, Evidence shipped) {
        Benchmark benchmark = shipped.benchmarks().get(score.benchmark());
        if (benchmark == null) {
            return Optional.of("on a benchmark that is not known: " + score.benchmark());
        }
        boolean percent = score.unit().equals("%");
        if (benchmark.linear() == percent) {
            return Optional.of(
                    percent
                            ? "in percent, where the benchmark has an open scale"
                            : "not in percent, where the benchmark counts a share of items");
        }
        return benchmark.linear() && isFarOff(score, shipped)
                ? Optional.of("further from all known scores than these from each other")
                : Optional.empty();
    }

    private static boolean isFarOff(ScoreFact score, Evidence shipped) {
        var known =
                shipped.scores().stream()
                        .filter(other -> other.benchmark().equals(score.benchmark()))
                        .mapToDouble(Score::value)
                        .summaryStatistics();
        double width = known.getMax() - known.getMin();
        double value = score.score().doubleValue();
        return known.getCount() > 1
                ? !(value >= known.getMin() - width && value <= known.getMax() + width)
                : !Double.isFinite(value);
    }
}
