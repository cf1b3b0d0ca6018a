package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.economics.plan.CostPath;
import dev.undercut.economics.plan.FlatPlan;
import dev.undercut.economics.scenario.Affordable;
import dev.undercut.economics.scenario.Bill;
import dev.undercut.economics.task.SolveRate;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.JsonParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Prices fall d-fold a year and tokens per task grow g-fold. */
final class FallingPricesView implements EconomicsView {
    private static final int STEPS = 4;
    private static final double MONTH_DAYS = 365.25 / 12;

    private final Asked asked;
    private @Nullable Bill bill;

    FallingPricesView(Asked asked) {
        this.asked = asked;
    }

    @Override
    public void prepare(Inputs inputs) {
        asked.fillFall(inputs);
        if (!inputs.has("bill")) {
            Bill own = asked.bill(inputs.whole("days"));
            if (!own.lines().isEmpty()) {
                bill = own;
                inputs.fill(
                        "bill",
                        own.total().dollars().doubleValue() / own.days() * MONTH_DAYS,
                        null,
                        "own ledger, last " + own.days() + " days");
            }
        }
    }

    private static CostPath path(Inputs inputs) {
        return new CostPath(inputs.number("fall"), inputs.number("growth"));
    }

    private static double margin(Inputs inputs, double years) {
        FlatPlan plan = new FlatPlan(inputs.number("price"), inputs.number("fee"), 0);
        return plan.kept() - served(inputs) * path(inputs).factor(years);
    }

    private static double served(Inputs inputs) {
        return inputs.number("list-value") * (1 - inputs.number("api-margin"));
    }

    private static OptionalDouble monthlyBill(Inputs inputs) {
        return inputs.has("bill")
                ? OptionalDouble.of(inputs.number("bill"))
                : OptionalDouble.empty();
    }

    @Override
    public List<Figure> figures(Inputs inputs) {
        double years = inputs.number("years");
        CostPath path = path(inputs);
        List<Figure> figures = new ArrayList<>();
        figures.add(
                new Figure(
                        "cost_factor",
                        path.factor(years),
                        "factor",
                        "what everything costs then, over today"));
        figures.add(
                new Figure(
                        "plan_list_value",
                        inputs.number("list-value"),
                        "USD/month",
                        "mean usage of a plan's user at list price today"));
        figures.add(
                new Figure(
                        "plan_serving_cost",
                        served(inputs),
                        "USD/month",
                        "the same at serving cost"));
        figures.add(
                new Figure(
                        "plan_margin_today", margin(inputs, 0), "USD/month", "of the mean user"));
        figures.add(
                new Figure(
                        "plan_margin_then",
                        margin(inputs, years),
                        "USD/month",
                        "of the mean user, after the years looked at"));
        OptionalDouble own = monthlyBill(inputs);
        figures.add(
                new Figure(
                        "bill_today",
                        own.orElse(Double.NaN),
                        "USD/month",
                        "your own, from the ledger or as given",
                        own.isPresent() ? null : "the ledger is empty; give --bill"));
        figures.add(
                new Figure(
                        "bill_then",
                        own.isPresent() ? own.getAsDouble() * path.factor(years) : Double.NaN,
                        "USD/month",
                        "the same work, grown, at the prices of then"));
        for (Affordable one : affordable(inputs)) {
            figures.add(
                    new Figure(
                            "affordable_" + one.strategy().replace('-', '_'),
                            one.reached().years(),
                            "year",
                            String.format(
                                    Locale.ROOT,
                                    "until a task costs the budget; today %.4g USD, solves %.3g",
                                    one.outcome().costUsd(),
                                    one.outcome().solved()),
                            asked.day(one.reached().years())));
        }
        return figures;
    }

    private static List<Affordable> affordable(Inputs inputs) {
        return Affordable.of(
                new SolveRate.Fixed(inputs.number("solve-rate")),
                inputs.number("try-usd"),
                inputs.number("budget"),
                path(inputs));
    }

    @Override
    public void complete(Inputs inputs, Sheet sheet) {
        ArrayNode rows =
                sheet.table(
                        "years",
                        "Year by year",
                        Column.factor("year", "year"),
                        Column.factor("costs over today", "factor"),
                        Column.price("plan's margin", "plan_margin_usd"),
                        Column.price("your bill", "bill_usd"));
        double years = inputs.number("years");
        for (int step = 0; step <= STEPS; step++) {
            double year = years * step / STEPS;
            ObjectNode row = rows.addObject();
            JsonParts.figure(row, "year", year);
            JsonParts.figure(row, "factor", path(inputs).factor(year));
            JsonParts.figure(row, "plan_margin_usd", margin(inputs, year));
            OptionalDouble own = monthlyBill(inputs);
            JsonParts.figure(
                    row,
                    "bill_usd",
                    own.isPresent() ? own.getAsDouble() * path(inputs).factor(year) : null);
        }
        Bill own = bill;
        if (own != null) {
            BillTable.write(sheet, own);
        }
        sheet.note(
                "growth of tokens per task can outrun the fall of prices: then bills rise although"
                        + " every token gets cheaper");
    }
}
