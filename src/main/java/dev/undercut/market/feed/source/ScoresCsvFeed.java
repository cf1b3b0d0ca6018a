package dev.undercut.market.feed.source;

import dev.undercut.market.feed.Feed;
import dev.undercut.market.feed.Item;
import dev.undercut.market.intake.ScoreFact;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Scores as CSV, in the columns of {@code data/scores.csv}; needed are model, benchmark, score and
 * source. A maker's own {@code max} never stands for a default call, so efforts are kept apart.
 */
final class ScoresCsvFeed implements Feed {
    private static final Map<String, String> EFFORTS =
            Map.ofEntries(
                    Map.entry("none", "none"),
                    Map.entry("off", "none"),
                    Map.entry("minimal", "none"),
                    Map.entry("low", "low"),
                    Map.entry("default", "default"),
                    Map.entry("medium", "default"),
                    Map.entry("high", "high"),
                    Map.entry("thinking", "high"),
                    Map.entry("max", "max"),
                    Map.entry("xhigh", "max"));
    private static final Set<String> UNITS = Set.of("%", "elo", "score");
    private static final Pattern NO_SLUG = Pattern.compile("[^a-z0-9.]+");
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    @Override
    public String kind() {
        return "scores-csv";
    }

    @Override
    public String description() {
        return "benchmark scores as CSV: model,benchmark,score,source[,...] as in data/scores.csv";
    }

    @Override
    public String source(String file) {
        return kind() + "/" + file;
    }

    @Override
    public boolean bringsScores() {
        return true;
    }

    @Override
    public void read(InputStream bytes, Consumer<Item> sink) throws IOException {
        CsvRows.read(
                bytes,
                List.of("model", "benchmark", "score", "source"),
                row -> Entry.guard(row.place(), sink, () -> sink.accept(score(row))));
    }

    private static Item score(CsvRows row) throws BadEntry {
        String effort = row.text("effort");
        String known = EFFORTS.get(effort == null ? "default" : effort.toLowerCase(Locale.ROOT));
        if (known == null) {
            throw new BadEntry("effort is none of none, low, default, high, max");
        }
        String unit = row.text("unit");
        BigDecimal score = row.decimal("score");
        return new Item.Score(
                new ScoreFact(
                        row.needed("model"),
                        known,
                        slug(row.needed("benchmark")),
                        checked(score, unit == null ? "%" : unit),
                        unit == null ? "%" : unit,
                        row.day("date"),
                        kind(row),
                        row.needed("source")));
    }

    /** Who claims a figure has not measured it, whatever else the row says. */
    private static String kind(CsvRows row) throws BadEntry {
        String kind = row.text("kind");
        if (row.text("claimant") != null && !ScoreFact.CLAIMS.contains(kind == null ? "" : kind)) {
            return "self-reported";
        }
        return kind == null ? "reported" : kind;
    }

    private static BigDecimal checked(@Nullable BigDecimal score, String unit) throws BadEntry {
        if (score == null) {
            throw new BadEntry("without score");
        }
        if (!UNITS.contains(unit)) {
            throw new BadEntry("unit is none of %, elo, score");
        }
        if (unit.equals("%") && (score.signum() < 0 || score.compareTo(ALL) > 0)) {
            throw new BadEntry("score is not between 0 and 100");
        }
        return score;
    }

    private static String slug(String benchmark) {
        return NO_SLUG.matcher(benchmark.toLowerCase(Locale.ROOT)).replaceAll("-");
    }
}
