package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.economics.serving.Accelerator;
import dev.undercut.economics.serving.FleetDemand;
import dev.undercut.economics.serving.Precision;
import dev.undercut.economics.serving.Utilisation;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.BadQuestionException;
import dev.undercut.web.answer.JsonParts;
import java.util.ArrayList;
import java.util.List;

/** "Do we have enough compute for that?" */
final class FleetView implements EconomicsView {
    private static final String UNIT_OF_BASE = "H100-SXM";
    private static final int YEARS = 5;

    private final Asked asked;
    private final Served served;

    FleetView(Asked asked) {
        this.asked = asked;
        this.served = new Served(asked);
    }

    @Override
    public void prepare(Inputs inputs) {
        served.prepare(inputs);
        Accelerator accelerator = served.accelerator(inputs);
        Double kilowatts = accelerator.kilowatts();
        if (kilowatts != null) {
            inputs.fill("kw", kilowatts, null, "ix-app-tco, " + accelerator.name());
        }
        if (!inputs.has("kw")) {
            throw BadQuestionException.wrong(
                    "kw: nobody published the power of " + accelerator.name() + "; give --kw");
        }
    }

    private static FleetDemand demand(Inputs inputs) {
        return new FleetDemand(
                inputs.number("users"),
                inputs.number("tasks-per-day"),
                inputs.number("samples"),
                inputs.number("input-tokens") + inputs.number("output-tokens"),
                inputs.number("peak"));
    }

    private double needed(Inputs inputs) {
        return demand(inputs)
                .accelerators(
                        served.throughput(inputs), new Utilisation(inputs.number("utilisation")));
    }

    /** By their FP8 operations, in which the installed base is counted. */
    private double inUnitsOfBase(Inputs inputs) {
        double unit = asked.facts().accelerator(UNIT_OF_BASE).orElseThrow().flops(Precision.FP8);
        Accelerator own = served.accelerator(inputs);
        Precision precision =
                own.flops().containsKey(Precision.FP8) ? Precision.FP8 : Precision.BF16;
        return own.flops(precision) / unit;
    }

    private static double base(Inputs inputs) {
        return inputs.number("installed-base") * inputs.number("base-share");
    }

    /** How much faster supply grows than demand. */
    private static double growth(Inputs inputs) {
        return inputs.number("throughput-growth")
                * inputs.number("base-growth")
                / inputs.number("demand-growth");
    }

    @Override
    public List<Figure> figures(Inputs inputs) {
        double needed = needed(inputs);
        double ofBase = needed * inUnitsOfBase(inputs);
        double years = FleetDemand.yearsUntilItFits(ofBase, base(inputs), growth(inputs));
        List<Figure> figures = new ArrayList<>();
        figures.add(
                new Figure(
                        "tokens_per_second",
                        demand(inputs).tokensPerSecond(),
                        "token/s",
                        "read and written, on average over the day"));
        figures.add(
                new Figure(
                        "throughput",
                        served.throughput(inputs).tokensPerSecond(),
                        "token/s/accelerator",
                        served.origin(inputs)));
        figures.add(
                new Figure("accelerators", needed, "accelerator", "that serve the busiest hour"));
        figures.add(new Figure("megawatts", needed * inputs.number("kw") / 1000, "MW", "all-in"));
        figures.add(
                new Figure(
                        "capital",
                        needed * inputs.number("capex") / 1e9,
                        "billion USD",
                        "to buy them"));
        figures.add(
                new Figure(
                        "h100_equivalents",
                        ofBase,
                        "H100 equivalent",
                        "the same by FP8 operations"));
        figures.add(
                new Figure(
                        "share_of_base",
                        ofBase / base(inputs),
                        "share",
                        "of the part of the installed base that serves",
                        ofBase <= base(inputs) ? "there is enough" : "there is not enough"));
        figures.add(
                new Figure(
                        "fits_in",
                        years,
                        "year",
                        "until throughput and base have outgrown demand",
                        asked.day(years)));
        return figures;
    }

    @Override
    public void complete(Inputs inputs, Sheet sheet) {
        ArrayNode rows =
                sheet.table(
                        "years",
                        "As throughput, base and demand grow",
                        new Column("year", "year"),
                        Column.price("accelerators", "accelerators"),
                        Column.price("MW", "megawatts"),
                        Column.price("share of base", "share_of_base"));
        for (int year = 0; year <= YEARS; year++) {
            double needed =
                    needed(inputs)
                            * Math.pow(
                                    inputs.number("demand-growth")
                                            / inputs.number("throughput-growth"),
                                    year);
            ObjectNode row = rows.addObject();
            row.put("year", year);
            JsonParts.figure(row, "accelerators", needed);
            JsonParts.figure(row, "megawatts", needed * inputs.number("kw") / 1000);
            JsonParts.figure(
                    row,
                    "share_of_base",
                    needed(inputs)
                            * inUnitsOfBase(inputs)
                            / base(inputs)
                            / Math.pow(growth(inputs), year));
        }
        sheet.note(
                "accelerators of one kind that all serve at the measured throughput; the base is"
                        + " mixed and much of it is older");
    }
}
