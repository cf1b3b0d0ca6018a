package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.economics.facts.KnownPlan;
import dev.undercut.economics.plan.CostPath;
import dev.undercut.economics.plan.FlatPlan;
import dev.undercut.economics.plan.LogNormalCost;
import dev.undercut.economics.plan.ProfitDate;
import dev.undercut.money.Usd;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.JsonParts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The day on which a plan stops losing money, for its mean user and for others. */
final class ProfitDateView implements EconomicsView {
    private final Asked asked;
    private final PlanInputs plans;

    ProfitDateView(Asked asked) {
        this.asked = asked;
        this.plans = new PlanInputs(asked);
    }

    @Override
    public void prepare(Inputs inputs) {
        plans.prepare(inputs);
    }

    private static LogNormalCost cost(Inputs inputs) {
        return new LogNormalCost(PlanInputs.meanServing(inputs), inputs.number("sigma"));
    }

    @Override
    public List<Figure> figures(Inputs inputs) {
        FlatPlan plan = PlanInputs.plan(inputs);
        CostPath path = PlanInputs.path(inputs);
        double years = ProfitDate.of(plan, cost(inputs), path).years();
        return List.of(
                new Figure(
                        "list_value",
                        inputs.number("list-value"),
                        "USD/month",
                        "mean usage of a user at list price"),
                new Figure(
                        "serving_cost",
                        PlanInputs.meanServing(inputs),
                        "USD/month",
                        "the same at serving cost"),
                new Figure("kept", plan.kept(), "USD/month", "of the price, after fees"),
                new Figure(
                        "yearly_factor",
                        path.factor(1),
                        "factor",
                        "by which the cost of a user is multiplied in a year"),
                new Figure(
                        "profit_date",
                        years,
                        "year",
                        "until the mean user costs what the plan keeps",
                        asked.day(years)),
                new Figure("profit_months", years * 12, "month", "the same in months"));
    }

    @Override
    public void complete(Inputs inputs, Sheet sheet) {
        ArrayNode rows =
                sheet.table(
                        "users",
                        "When a user stops to lose the plan money",
                        new Column("user", "user"),
                        Column.price("list value", "list_value_usd"),
                        Column.price("serving cost", "serving_cost_usd"),
                        Column.factor("years", "years"),
                        new Column("date", "date"));
        double share = PlanInputs.servingShare(inputs);
        LogNormalCost cost = cost(inputs);
        row(rows, inputs, "mean", cost.mean() / share);
        row(rows, inputs, "half cost less", cost.median() / share);
        row(rows, inputs, "9 of 10 cost less", cost.quantile(0.9) / share);
        row(rows, inputs, "99 of 100 cost less", cost.quantile(0.99) / share);
        KnownPlan plan = plans.known(inputs);
        if (plan != null) {
            fullUse(rows, inputs, "full use, the least claimed", plan.fullUseLow());
            fullUse(rows, inputs, "full use, the most claimed", plan.fullUseHigh());
        }
        sheet.note(
                "the fall is that of prices at one quality; who moves on to the newest model does"
                        + " not get it, which is part of the growth");
    }

    private void fullUse(ArrayNode rows, Inputs inputs, String user, @Nullable Usd list) {
        if (list != null) {
            row(rows, inputs, user, list.dollars().doubleValue());
        }
    }

    private void row(ArrayNode rows, Inputs inputs, String user, double listValue) {
        double served = listValue * PlanInputs.servingShare(inputs);
        double years =
                PlanInputs.path(inputs).reaches(served, PlanInputs.plan(inputs).kept()).years();
        ObjectNode row = rows.addObject();
        row.put("user", user);
        JsonParts.figure(row, "list_value_usd", listValue);
        JsonParts.figure(row, "serving_cost_usd", served);
        JsonParts.figure(row, "years", years);
        row.put("date", asked.day(years));
    }
}
