package dev.undercut.market.analysis;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** Epoch AI's points and published results, with attribution in the README beside them. */
final class EpochPoints {
    private static final Path FOLDER = Path.of("src/test/resources/market");

    private EpochPoints() {}

    /** One row of the points. */
    record Row(
            String model,
            LocalDate date,
            double usd,
            String benchmark,
            double score,
            boolean reasoning,
            String source) {
        PricedPoint point() {
            return new PricedPoint(date, "", model, usd, score, List.of(source));
        }
    }

    /** One published regression. */
    record Published(
            String benchmark,
            String model,
            double threshold,
            int n,
            LocalDate start,
            LocalDate end,
            double factor,
            double low,
            double high,
            double r2) {}

    static List<Row> rows() {
        return read("epoch_points.csv").stream()
                .filter(row -> !row.getField("benchmark").isEmpty())
                .map(row ->
                        new Row(
                                row.getField("model"),
                                LocalDate.parse(row.getField("date")),
                                Double.parseDouble(row.getField("blended_usd_per_mtok")),
                                row.getField("benchmark"),
                                Double.parseDouble(row.getField("score")),
                                row.getField("is_reasoning").equals("yes"),
                                row.getField("source")))
                .toList();
    }

    static List<PricedPoint> of(String benchmark) {
        return rows().stream()
                .filter(row -> row.benchmark().equals(benchmark) && !row.reasoning())
                .map(Row::point)
                .toList();
    }

    static List<Published> published() {
        return read("epoch_results.csv").stream()
                .map(row ->
                        new Published(
                                row.getField("benchmark"),
                                row.getField("threshold_model"),
                                number(row, "threshold"),
                                Integer.parseInt(row.getField("n_points")),
                                LocalDate.parse(row.getField("start_date")),
                                LocalDate.parse(row.getField("end_date")),
                                number(row, "price_drop_factor_per_year"),
                                number(row, "ci90_low"),
                                number(row, "ci90_high"),
                                number(row, "r_squared")))
                .toList();
    }

    static EpochTrend.Scale scale(String benchmark) {
        return switch (benchmark) {
            case "MMLU", "GPQA Diamond" -> EpochTrend.Scale.MULTIPLE_CHOICE;
            case "LMSys Chatbot Arena ELO" -> EpochTrend.Scale.OPEN;
            default -> EpochTrend.Scale.PERCENT;
        };
    }

    private static double number(NamedCsvRecord row, String column) {
        return Double.parseDouble(row.getField(column));
    }

    private static List<NamedCsvRecord> read(String file) {
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(FOLDER.resolve(file))) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
