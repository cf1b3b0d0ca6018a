package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.economics.facts.KnownPlan;
import dev.undercut.economics.plan.Churn;
import dev.undercut.economics.plan.CostPath;
import dev.undercut.economics.plan.FlatPlan;
import dev.undercut.economics.plan.FlatPlan.BreakEvenCap;
import dev.undercut.economics.plan.LifetimeValue;
import dev.undercut.economics.plan.LogNormalCost;
import dev.undercut.economics.plan.ParetoCost;
import dev.undercut.economics.plan.PlanOutcome;
import dev.undercut.economics.plan.PlanSimulation;
import dev.undercut.economics.plan.ProfitDate;
import dev.undercut.economics.plan.SigmaFit;
import dev.undercut.economics.plan.TailedCost;
import dev.undercut.economics.plan.UserCost;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.BadQuestionException;
import dev.undercut.web.answer.JsonParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** A flat plan: what it earns, with whom it loses, and under which cap it breaks even. */
final class PlanView implements EconomicsView {
    private static final int[] PERCENTILES = {1, 10, 25, 50, 75, 90, 95, 99, 100};
    private static final List<String> SPREADS = List.of("lognormal", "pareto", "tailed");

    private final Asked asked;
    private final PlanInputs plans;

    PlanView(Asked asked) {
        this.asked = asked;
        this.plans = new PlanInputs(asked);
    }

    @Override
    public void prepare(Inputs inputs) {
        plans.prepare(inputs);
        limit(inputs);
        Asked.oneOf("spread", inputs.text("spread"), SPREADS);
        if (inputs.has("p90-over-p10")) {
            fit(inputs, "p90-over-p10", SigmaFit.ofP90OverP10(inputs.number("p90-over-p10")));
        } else if (inputs.has("p90-over-mean")) {
            fit(inputs, "p90-over-mean", SigmaFit.ofP90OverMean(inputs.number("p90-over-mean")));
        }
    }

    /** Nobody uses more of a plan than all of it. */
    private void limit(Inputs inputs) {
        KnownPlan plan = plans.known(inputs);
        if (plan != null && plan.fullUseLow() != null && plan.fullUseHigh() != null) {
            double low = plan.fullUseLow().dollars().doubleValue();
            double high = plan.fullUseHigh().dollars().doubleValue();
            inputs.fill(
                    "cap",
                    high,
                    new Interval(low, high),
                    "full use of "
                            + plan.name()
                            + ", as claimed: "
                            + String.join("; ", plan.sources()));
        }
    }

    private static void fit(Inputs inputs, String name, SigmaFit fit) {
        switch (fit) {
            case SigmaFit.None(String reason, String nearest) ->
                    throw BadQuestionException.wrong(
                            name + ": " + reason + "; nearest valid range: " + nearest);
            case SigmaFit.One(double sigma) ->
                    inputs.replace("sigma", sigma, null, "fitted to " + name);
            case SigmaFit.Two(double low, double high) ->
                    inputs.replace(
                            "sigma",
                            low,
                            new Interval(low, high),
                            "fitted to " + name + ": two fit, figures take the smaller");
        }
    }

    private static UserCost cost(Inputs inputs) {
        double mean = PlanInputs.meanServing(inputs);
        return switch (inputs.text("spread").toLowerCase(Locale.ROOT)) {
            case "lognormal" -> new LogNormalCost(mean, inputs.number("sigma"));
            case "pareto" -> new ParetoCost(mean, inputs.number("tail"));
            default -> new TailedCost(mean, inputs.number("sigma"), inputs.number("tail"));
        };
    }

    /** At serving cost; infinite without one. */
    private static double cap(Inputs inputs) {
        return inputs.has("cap")
                ? inputs.number("cap") * PlanInputs.servingShare(inputs)
                : Double.POSITIVE_INFINITY;
    }

    @Override
    public List<Figure> figures(Inputs inputs) {
        FlatPlan plan = PlanInputs.plan(inputs);
        UserCost cost = cost(inputs);
        double cap = cap(inputs);
        boolean capped = Double.isFinite(cap);
        double served = capped ? cost.capped(cap) : cost.mean();
        List<Figure> figures = new ArrayList<>();
        figures.add(
                new Figure(
                        "list_value",
                        inputs.number("list-value"),
                        "USD/month",
                        "mean usage of a user at list price"));
        figures.add(
                new Figure(
                        "serving_cost",
                        served,
                        "USD/month",
                        "the same at serving cost" + (capped ? ", under the cap" : "")));
        figures.add(new Figure("kept", plan.kept(), "USD/month", "of the price, after fees"));
        figures.add(new Figure("margin", plan.kept() - served, "USD/month", "of the mean user"));
        figures.add(
                new Figure(
                        "loss_share",
                        capped ? plan.lossShare(cost, cap) : plan.lossShare(cost),
                        "share",
                        "of users who cost more than they bring"));
        figures.add(new Figure("median_cost", cost.median(), "USD/month", "half cost less"));
        figures.add(
                new Figure(
                        "top_1_share", cost.topShare(0.01), "share", "of cost, by 1 % of users"));
        figures.add(
                new Figure(
                        "top_5_share", cost.topShare(0.05), "share", "of cost, by 5 % of users"));
        breakEven(inputs, plan, cost, figures);
        CostPath path = PlanInputs.path(inputs);
        CostPath.Reached reached =
                capped ? ProfitDate.of(plan, cost, cap, path) : ProfitDate.of(plan, cost, path);
        figures.add(
                new Figure(
                        "profit_date",
                        reached.years(),
                        "year",
                        "until the mean user costs what the plan keeps",
                        asked.day(reached.years())));
        lifetime(inputs, plan, served, figures);
        return figures;
    }

    private static void breakEven(
            Inputs inputs, FlatPlan plan, UserCost cost, List<Figure> figures) {
        BreakEvenCap cap = plan.breakEvenCap(cost);
        double usd =
                switch (cap) {
                    case BreakEvenCap.At(double at) -> at;
                    case BreakEvenCap.NotNeeded none -> Double.POSITIVE_INFINITY;
                    case BreakEvenCap.Impossible none -> 0;
                };
        String says =
                switch (cap) {
                    case BreakEvenCap.At at -> null;
                    case BreakEvenCap.NotNeeded none -> "none is needed";
                    case BreakEvenCap.Impossible none -> "none helps: fees take all";
                };
        figures.add(
                new Figure(
                        "break_even_cap",
                        usd,
                        "USD/month",
                        "cap on usage at serving cost at which the mean user breaks even",
                        says));
        figures.add(
                new Figure(
                        "break_even_cap_list",
                        usd / PlanInputs.servingShare(inputs),
                        "USD/month",
                        "the same cap at list price",
                        says));
    }

    private static void lifetime(
            Inputs inputs, FlatPlan plan, double served, List<Figure> figures) {
        LifetimeValue value =
                new LifetimeValue(
                        plan.kept(),
                        served,
                        PlanInputs.path(inputs),
                        inputs.number("churn"),
                        inputs.number("discount"));
        double[] sums = value.cumulative(inputs.whole("months"));
        OptionalInt month = LifetimeValue.paidBack(sums);
        figures.add(
                new Figure(
                        "lifetime_value",
                        sums[sums.length - 1],
                        "USD/user",
                        "of the mean user, when all leave alike and nobody's cap binds"));
        figures.add(
                new Figure(
                        "paid_back",
                        month.isPresent() ? month.getAsInt() : Double.POSITIVE_INFINITY,
                        "month",
                        "from 0, at whose end that sum is first above 0",
                        month.isPresent() ? null : "not within the months looked at"));
    }

    @Override
    public void complete(Inputs inputs, Sheet sheet) {
        UserCost cost = cost(inputs);
        double cap = cap(inputs);
        int users = inputs.whole("users");
        PlanOutcome outcome =
                new PlanSimulation(
                                PlanInputs.plan(inputs),
                                cost,
                                cap,
                                PlanInputs.path(inputs),
                                new Churn(
                                        inputs.number("churn"),
                                        inputs.number("churn-spread"),
                                        inputs.number("churn-correlation")),
                                inputs.number("discount"))
                        .run(users, inputs.whole("months"), (long) inputs.number("seed"));
        sheet.draw(new Histogram(outcome::marginAt));
        percentiles(inputs, sheet, outcome);
        simulated(sheet, cost, cap, outcome);
        months(sheet, outcome);
        fullUse(inputs, sheet);
        sheet.note(
                "list value is what usage would cost through the API; serving cost is what it costs"
                        + " the provider: most quarrels about flat plans mix them up");
        sheet.note(
                "losing with the mean user and earning with most is usual: a few make most of the"
                        + " cost");
    }

    private static void percentiles(Inputs inputs, Sheet sheet, PlanOutcome outcome) {
        ArrayNode rows =
                sheet.table(
                        "percentiles",
                        "Users by cost, " + outcome.users() + " drawn, USD/month",
                        new Column("percentile", "percentile"),
                        Column.price("list value", "list_value_usd"),
                        Column.price("serving cost", "serving_cost_usd"),
                        Column.price("margin", "margin_usd"));
        for (int percent : PERCENTILES) {
            ObjectNode row = rows.addObject();
            row.put("percentile", percent);
            double served = outcome.percentile(percent);
            JsonParts.figure(row, "list_value_usd", served / PlanInputs.servingShare(inputs));
            JsonParts.figure(row, "serving_cost_usd", served);
            JsonParts.figure(row, "margin_usd", outcome.marginAt(percent));
        }
    }

    private static void simulated(Sheet sheet, UserCost cost, double cap, PlanOutcome outcome) {
        ObjectNode json = sheet.object("simulated");
        json.put("users", outcome.users());
        JsonParts.figure(json, "serving_cost_usd", outcome.meanServed());
        double error =
                Double.isFinite(cap)
                        ? Math.sqrt(cost.cappedVariance(cap) / outcome.users())
                        : Double.NaN;
        JsonParts.figure(json, "serving_cost_standard_error_usd", error);
        JsonParts.figure(json, "loss_share", outcome.lossShare());
        JsonParts.figure(json, "lifetime_value_usd", outcome.lifetimeValue());
        JsonParts.figure(json, "adverse_selection", outcome.adverseSelection());
        OptionalInt month = LifetimeValue.paidBack(outcome.cumulative());
        json.put("paid_back_month", month.isPresent() ? month.getAsInt() : null);
        sheet.note(
                String.format(
                        Locale.ROOT,
                        "drawn users, of whom the costly ones leave less often: lifetime value"
                                + " %.2f USD; those left in the end cost %.2f times the mean of all",
                        outcome.lifetimeValue(),
                        outcome.adverseSelection()));
    }

    private static void months(Sheet sheet, PlanOutcome outcome) {
        ArrayNode rows =
                sheet.table(
                        "months",
                        "The same users month by month, USD for each who began",
                        new Column("month", "month"),
                        Column.factor("still there", "staying"),
                        Column.price("margin", "margin_usd"),
                        Column.price("sum", "cumulative_usd"));
        double[] margins = outcome.margins();
        double[] staying = outcome.staying();
        double[] sums = outcome.cumulative();
        for (int month = 0; month < margins.length; month++) {
            if (month % 6 == 0 || month == margins.length - 1) {
                ObjectNode row = rows.addObject();
                row.put("month", month);
                JsonParts.figure(row, "staying", staying[month]);
                JsonParts.figure(row, "margin_usd", margins[month]);
                JsonParts.figure(row, "cumulative_usd", sums[month]);
            }
        }
    }

    private void fullUse(Inputs inputs, Sheet sheet) {
        KnownPlan plan = plans.known(inputs);
        if (plan == null || plan.fullUseLow() == null || plan.fullUseHigh() == null) {
            return;
        }
        double share = PlanInputs.servingShare(inputs);
        double low = plan.fullUseLow().dollars().doubleValue();
        double high = plan.fullUseHigh().dollars().doubleValue();
        ObjectNode json = sheet.object("full_use");
        JsonParts.interval(json, "list_value_usd", new Interval(low, high));
        JsonParts.interval(json, "serving_cost_usd", new Interval(low * share, high * share));
        JsonParts.texts(json, "sources", plan.sources());
        sheet.note(
                String.format(
                        Locale.ROOT,
                        "using all of %s: $%.0f to $%.0f a month at list price, $%.0f to $%.0f at"
                                + " serving cost (claims: %s)",
                        plan.name(),
                        low,
                        high,
                        low * share,
                        high * share,
                        String.join("; ", plan.sources())));
    }
}
