package dev.undercut.economics.data;

import dev.undercut.economics.facts.AcceleratorHour;
import dev.undercut.economics.facts.EconomicsFacts;
import dev.undercut.economics.facts.InputSpec;
import dev.undercut.economics.facts.KnownPlan;
import dev.undercut.economics.facts.Measurement;
import dev.undercut.economics.facts.Source;
import dev.undercut.economics.serving.Accelerator;
import dev.undercut.economics.serving.CostBasis;
import dev.undercut.economics.serving.HourlyCost;
import dev.undercut.economics.serving.KvCache;
import dev.undercut.economics.serving.ModelShape;
import dev.undercut.economics.serving.Precision;
import dev.undercut.economics.serving.SpeedCurve;
import dev.undercut.economics.serving.Throughput;
import dev.undercut.market.data.DataFile;
import dev.undercut.market.data.Row;
import dev.undercut.money.Usd;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The files below {@code data/economics}. */
public final class EconomicsFiles {
    private static final double GIGA = 1e9;
    private static final double TERA = 1e12;

    private EconomicsFiles() {}

    /**
     * Reads them.
     *
     * @throws IllegalStateException when one breaks its schema, naming file, line and column
     */
    public static EconomicsFacts load() {
        return new EconomicsFacts(
                read("sources", EconomicsFiles::source),
                read("inputs", EconomicsFiles::input),
                read("accelerators", EconomicsFiles::accelerator),
                read("accelerator_hours", EconomicsFiles::hour),
                read("throughput", EconomicsFiles::measurement),
                read("model_shapes", EconomicsFiles::shape),
                read("plans", EconomicsFiles::plan));
    }

    private static <T> List<T> read(String name, Function<Row, T> reader) {
        List<T> all = new ArrayList<>();
        new DataFile("economics/" + name + ".csv").forEach(row -> all.add(reader.apply(row)));
        return all;
    }

    private static Source source(Row row) {
        String address = row.text("address");
        return new Source(
                row.required("source"),
                row.required("title"),
                address == null ? "" : address,
                row.required("status"));
    }

    private static InputSpec input(Row row) {
        String least = row.text("least");
        String most = row.text("most");
        return new InputSpec(
                row.required("analysis"),
                row.required("name"),
                row.text("default"),
                row.number("low"),
                row.number("high"),
                InputSpec.Bounds.parse(least, most),
                row.required("unit"),
                row.required("meaning"),
                row.list("source"));
    }

    private static Accelerator accelerator(Row row) {
        Map<Precision, Double> flops = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            Double peak = row.number(precision.code() + "_dense_tflops");
            if (peak != null) {
                flops.put(precision, peak * TERA);
            }
        }
        row.required("sources");
        return new Accelerator(
                row.required("accelerator"),
                row.real("memory_gb") * GIGA,
                row.real("memory_tb_per_s") * TERA,
                flops,
                row.number("all_in_kw"));
    }

    private static AcceleratorHour hour(Row row) {
        return new AcceleratorHour(
                row.required("accelerator"),
                CostBasis.of(row.required("basis"))
                        .orElseThrow(() -> row.wrong("basis", "none of CostBasis")),
                new HourlyCost(row.real("usd_per_hour")),
                day(row),
                row.required("source"),
                row.text("note"));
    }

    private static LocalDate day(Row row) {
        LocalDate day = row.date("as_of");
        if (day == null) {
            throw row.wrong("as_of", "must not be empty");
        }
        return day;
    }

    private static Measurement measurement(Row row) {
        return new Measurement(
                new Measurement.Workload(
                        row.required("model"),
                        Precision.of(row.required("precision"))
                                .orElseThrow(() -> row.wrong("precision", "none of Precision")),
                        row.count("input_tokens"),
                        row.count("output_tokens")),
                row.required("accelerator"),
                new SpeedCurve.Point(
                        row.real("tokens_per_s_per_user"),
                        new Throughput<>(row.real("tokens_per_s"))),
                row.number("published_usd_per_mtok"),
                row.required("source"));
    }

    private static ModelShape shape(Row row) {
        row.required("source");
        return new ModelShape(
                row.required("model"),
                row.real("parameters_billions") * GIGA,
                row.real("active_billions") * GIGA,
                experts(row),
                cache(row),
                row.real("attention_width"));
    }

    private static ModelShape.@Nullable Experts experts(Row row) {
        return row.text("experts") == null
                ? null
                : new ModelShape.Experts(
                        (int) row.count("experts"),
                        (int) row.count("experts_per_token"),
                        row.real("expert_billions") * GIGA);
    }

    private static KvCache cache(Row row) {
        int layers = (int) row.count("layers");
        return switch (row.required("cache")) {
            case "grouped" ->
                    new KvCache.Grouped(
                            layers, (int) row.count("kv_heads"), (int) row.count("head_dim"));
            case "latent" ->
                    new KvCache.Latent(
                            layers, (int) row.count("kv_rank"), (int) row.count("rope_dim"));
            default -> throw row.wrong("cache", "grouped or latent");
        };
    }

    private static KnownPlan plan(Row row) {
        return new KnownPlan(
                row.required("plan"),
                row.required("name"),
                Usd.parse(row.required("price_usd_month")),
                row.read("full_use_list_low", Usd::parse),
                row.read("full_use_list_high", Usd::parse),
                row.list("sources"),
                row.text("note"));
    }
}
