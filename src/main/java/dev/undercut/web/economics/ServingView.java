package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.economics.ImpossibleInputException;
import dev.undercut.economics.facts.AcceleratorHour;
import dev.undercut.economics.serving.CostBasis;
import dev.undercut.economics.serving.HourlyCost;
import dev.undercut.economics.serving.Roofline;
import dev.undercut.economics.serving.ServingCost;
import dev.undercut.economics.serving.SpeedPremium;
import dev.undercut.economics.serving.Throughput;
import dev.undercut.economics.serving.Tokens;
import dev.undercut.economics.serving.Utilisation;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.BadQuestionException;
import dev.undercut.web.answer.JsonParts;
import dev.undercut.web.answer.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a million tokens cost to serve, beside what they sell for. */
final class ServingView implements EconomicsView {
    private static final String CAPEX = "capex";

    private final Asked asked;
    private final Served served;

    ServingView(Asked asked) {
        this.asked = asked;
        this.served = new Served(asked);
    }

    @Override
    public void prepare(Inputs inputs) {
        served.prepare(inputs);
        String basis = basis(inputs);
        if (!inputs.has("usd-per-hour") && !basis.equals(CAPEX)) {
            AcceleratorHour hour = published(inputs, basis);
            inputs.fill(
                    "usd-per-hour",
                    hour.cost().usd(),
                    null,
                    hour.source() + " of " + hour.asOf() + ", " + basis);
        }
    }

    private AcceleratorHour published(Inputs inputs, String basis) {
        String accelerator = served.accelerator(inputs).name();
        return CostBasis.of(basis)
                .flatMap(known -> asked.facts().hour(accelerator, known))
                .orElseThrow(() ->
                        BadQuestionException.wrong(
                                "usd-per-hour: nobody published an hour of "
                                        + accelerator
                                        + " on the basis "
                                        + basis
                                        + "; give --usd-per-hour or another --basis"));
    }

    private static String basis(Inputs inputs) {
        List<String> names =
                Stream.concat(
                                Arrays.stream(CostBasis.values()).map(CostBasis::code),
                                Stream.of(CAPEX))
                        .toList();
        return Asked.oneOf("basis", inputs.text("basis").replace('-', '_'), names);
    }

    private static HourlyCost hour(Inputs inputs) {
        return inputs.has("usd-per-hour") || !basis(inputs).equals(CAPEX)
                ? new HourlyCost(inputs.number("usd-per-hour"))
                : HourlyCost.ofCapex(
                        inputs.number("capex"),
                        inputs.number("years"),
                        inputs.number("opex-share"),
                        inputs.number("availability"));
    }

    @Override
    public List<Figure> figures(Inputs inputs) {
        HourlyCost hour = hour(inputs);
        Throughput<Tokens.Total> rate = served.throughput(inputs);
        Utilisation used = new Utilisation(inputs.number("utilisation"));
        double benchmark = ServingCost.perMtok(hour, rate, Utilisation.BENCHMARK).usd();
        double cost = ServingCost.perMtok(hour, rate, used).usd();
        double list = list(inputs);
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("usd_per_hour", hour.usd(), "USD/hour", "of one accelerator"));
        figures.add(
                new Figure(
                        "throughput",
                        rate.tokensPerSecond(),
                        "token/s/accelerator",
                        "input and output together; " + served.origin(inputs)));
        figures.add(
                new Figure(
                        "serving_cost_benchmark",
                        benchmark,
                        "USD/Mtok total",
                        "serving cost if no paid hour is idle"));
        figures.add(new Figure("serving_cost", cost, "USD/Mtok total", "at your utilisation"));
        figures.add(
                new Figure(
                        "list_value",
                        list,
                        "USD/Mtok total",
                        "list price of the same tokens at the cheapest offer in the book"));
        figures.add(
                new Figure(
                        "list_over_serving",
                        list / cost,
                        "factor",
                        "list value over serving cost"));
        served.roofline(inputs).ifPresent(line -> roofline(inputs, line, hour, rate, figures));
        return figures;
    }

    /** Of the mix that is served; not a number when nobody sells the model. */
    private double list(Inputs inputs) {
        double in = inputs.number("input-tokens");
        double out = inputs.number("output-tokens");
        return asked.book()
                .cheapest(served.model(inputs))
                .map(span -> blend(span, in, out))
                .orElse(Double.NaN);
    }

    private static double blend(PricedSpan span, double in, double out) {
        return (span.input().picosPerToken() * in + span.output().picosPerToken() * out)
                / 1e6
                / (in + out);
    }

    private void roofline(
            Inputs inputs,
            Roofline line,
            HourlyCost hour,
            Throughput<Tokens.Total> measured,
            List<Figure> figures) {
        Utilisation used = new Utilisation(inputs.number("utilisation"));
        double speed = inputs.number("speed");
        double in = inputs.number("input-tokens");
        int count = line.count();
        Throughput<Tokens.Input> prefill =
                Throughput.each(line.prefill(in).tokensPerSecond(), count);
        figures.add(
                new Figure(
                        "roofline_cost_input",
                        ServingCost.perMtok(hour, prefill, used).usd(),
                        "USD/Mtok input",
                        "prompts, bound by computing"));
        Optional<Roofline.Step> decode = line.fastEnough(speed, served.context(inputs));
        figures.add(
                new Figure(
                        "roofline_batch",
                        decode.map(Roofline.Step::batch).orElse(0.0),
                        "sequence",
                        "the most that still answer at that speed",
                        decode.isEmpty() ? "even one user alone is slower" : null));
        if (decode.isEmpty()) {
            return;
        }
        Roofline.Step step = decode.get();
        Throughput<Tokens.Output> each = Throughput.each(step.replica().tokensPerSecond(), count);
        long most = line.mostSequences(served.context(inputs));
        boolean full = step.batch() == most;
        figures.add(
                new Figure(
                        "roofline_cost_output",
                        ServingCost.perMtok(hour, each, used).usd(),
                        "USD/Mtok output",
                        "answers",
                        "bound by " + (full ? "capacity of memory" : step.bound().code())));
        double total =
                line.inTurns(speed, in, inputs.number("output-tokens"))
                        .map(Throughput::tokensPerSecond)
                        .orElse(Double.NaN);
        figures.add(
                new Figure(
                        "roofline_over_measured",
                        total / measured.tokensPerSecond(),
                        "factor",
                        "predicted throughput over the one used above: the error of the model"));
        figures.add(
                new Figure(
                        "critical_batch",
                        line.accelerator().criticalBatch(line.weights()),
                        "sequence",
                        "above it a dense model decodes bound by computing"));
    }

    @Override
    public void complete(Inputs inputs, Sheet sheet) {
        bases(inputs, sheet);
        speeds(inputs, sheet);
        sameSpeed(inputs, sheet);
        seller(inputs, sheet);
        ArrayNode missing = sheet.object("roofline").putArray("not_modelled");
        Roofline.NOT_MODELLED.forEach(missing::add);
        sheet.note("the roofline does not model: " + String.join("; ", Roofline.NOT_MODELLED));
        served.whyNoRoofline(inputs).ifPresent(sheet::note);
    }

    private void bases(Inputs inputs, Sheet sheet) {
        Throughput<Tokens.Total> rate = served.throughput(inputs);
        Utilisation used = new Utilisation(inputs.number("utilisation"));
        ArrayNode rows =
                sheet.table(
                        "bases",
                        "By who pays for the hour, USD/Mtok total",
                        new Column("basis", "basis"),
                        new Column("$/hour", "usd_per_hour"),
                        Column.price("benchmark", "benchmark_usd_per_mtok"),
                        Column.price("yours", "usd_per_mtok"),
                        new Column("source", "source"));
        for (CostBasis basis : CostBasis.values()) {
            asked.facts()
                    .hour(served.accelerator(inputs).name(), basis)
                    .ifPresent(hour -> {
                        ObjectNode row = rows.addObject();
                        row.put("basis", basis.code());
                        JsonParts.figure(row, "usd_per_hour", hour.cost().usd());
                        JsonParts.figure(
                                row,
                                "benchmark_usd_per_mtok",
                                ServingCost.perMtok(hour.cost(), rate, Utilisation.BENCHMARK)
                                        .usd());
                        JsonParts.figure(
                                row,
                                "usd_per_mtok",
                                ServingCost.perMtok(hour.cost(), rate, used).usd());
                        row.put("source", hour.source() + " " + hour.asOf());
                    });
        }
    }

    /** What more speed costs on this accelerator, between measured points. */
    private void speeds(Inputs inputs, Sheet sheet) {
        HourlyCost hour = hour(inputs);
        ArrayNode rows =
                sheet.table(
                        "speeds",
                        "What speed costs here, at benchmark utilisation",
                        new Column("tok/s/user", "tokens_per_s_per_user"),
                        new Column("tok/s", "tokens_per_s"),
                        Column.price("$/Mtok", "usd_per_mtok"),
                        Column.factor("elasticity", "elasticity"));
        double lastSpeed = 0;
        double lastCost = 0;
        for (var point : served.points(inputs)) {
            double cost =
                    ServingCost.perMtok(hour, point.throughput(), Utilisation.BENCHMARK).usd();
            ObjectNode row = rows.addObject();
            JsonParts.figure(row, "tokens_per_s_per_user", point.tokensPerSecondPerUser());
            JsonParts.figure(row, "tokens_per_s", point.throughput().tokensPerSecond());
            JsonParts.figure(row, "usd_per_mtok", cost);
            double speed = point.tokensPerSecondPerUser();
            JsonParts.figure(
                    row,
                    "elasticity",
                    lastSpeed == 0 || lastSpeed == speed
                            ? null
                            : SpeedPremium.between(lastSpeed, lastCost, speed, cost).elasticity());
            lastSpeed = speed;
            lastCost = cost;
        }
    }

    /** Accelerators may only be compared at one speed. */
    private void sameSpeed(Inputs inputs, Sheet sheet) {
        double speed = inputs.number("speed");
        ArrayNode rows =
                sheet.table(
                        "same_speed",
                        "The same at the same speed on other accelerators, hyperscaler's hour",
                        new Column("accelerator", "accelerator"),
                        new Column("tok/s", "tokens_per_s", Shape.PRICE),
                        Column.price("$/Mtok", "usd_per_mtok"),
                        new Column("why not", "why_not"));
        for (String name : served.measuredOn(inputs)) {
            ObjectNode row = rows.addObject();
            row.put("accelerator", name);
            try {
                Throughput<Tokens.Total> rate =
                        asked.facts()
                                .curve(served.workload(inputs), name)
                                .orElseThrow(() ->
                                        new ImpossibleInputException(
                                                "speed", "measured at one speed only", "that one"))
                                .at(speed);
                JsonParts.figure(row, "tokens_per_s", rate.tokensPerSecond());
                asked.facts()
                        .hour(name, CostBasis.HYPERSCALER_OWN)
                        .ifPresent(hour ->
                                JsonParts.figure(
                                        row,
                                        "usd_per_mtok",
                                        ServingCost.perMtok(
                                                        hour.cost(), rate, Utilisation.BENCHMARK)
                                                .usd()));
                row.putNull("why_not");
            } catch (ImpossibleInputException e) {
                row.put("why_not", e.nearest() + " tok/s/user was measured");
            }
        }
    }

    private void seller(Inputs inputs, Sheet sheet) {
        Optional<PricedSpan> offer = asked.book().cheapest(served.model(inputs));
        if (offer.isEmpty()) {
            sheet.note("nobody sells " + served.model(inputs) + " in the book of " + asked.today());
            return;
        }
        PricedSpan span = offer.get();
        ObjectNode json = sheet.object("list_price");
        json.put("provider", span.provider());
        json.put("model", span.model());
        JsonParts.price(json, "input_usd_per_mtok", span.input());
        JsonParts.price(json, "output_usd_per_mtok", span.output());
        json.put("since", span.from().toString());
        sheet.note(
                "list price: "
                        + span.name()
                        + " sells at $"
                        + span.input().plain()
                        + " in and $"
                        + span.output().plain()
                        + " out per Mtok");
    }
}
