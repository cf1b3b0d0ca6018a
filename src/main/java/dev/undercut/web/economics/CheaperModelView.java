package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.economics.plan.CostPath;
import dev.undercut.economics.plan.FlatPlan;
import dev.undercut.economics.scenario.Affordable;
import dev.undercut.economics.scenario.Bill;
import dev.undercut.economics.task.SolveRate;
import dev.undercut.market.analysis.Blend;
import dev.undercut.market.analysis.Frontier;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.money.PricePerMtok;
import dev.undercut.web.answer.JsonParts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A capable model becomes cheap at once: the leader takes the price of the cheapest that is nearly
 * as capable, or somebody offers nearly the leader's capability at a fraction of its price.
 */
final class CheaperModelView implements EconomicsView {
    private static final double SURE = 0.8;

    private final Asked asked;
    private @Nullable Event event;
    private @Nullable Bill bill;

    CheaperModelView(Asked asked) {
        this.asked = asked;
    }

    /**
     * What happens.
     *
     * @param leader today's best model at its cheapest offer
     * @param input the new price
     * @param output the new price
     * @param ci the capability at that price
     * @param factor by which it is cheaper than the leader is today
     * @param isLeader whether it is the leader itself that becomes cheap
     * @param says in words
     */
    private record Event(
            PricedSpan leader,
            PricePerMtok input,
            PricePerMtok output,
            double ci,
            double factor,
            boolean isLeader,
            String says) {}

    @Override
    public void prepare(Inputs inputs) {
        List<Frontier.Point> points = asked.book().frontier();
        event =
                inputs.text("name").equalsIgnoreCase("leader-matches")
                        ? matches(points, inputs.number("match-quality"))
                        : entrant(points.getLast(), inputs);
        bill = asked.bill(inputs.whole("days"));
    }

    private static Event matches(List<Frontier.Point> points, double share) {
        Frontier.Point leader = points.getLast();
        Frontier.Point cheapest =
                points.stream()
                        .filter(point -> point.score().value() >= share * leader.score().value())
                        .min(Comparator.comparingDouble(CheaperModelView::usd))
                        .orElse(leader);
        return new Event(
                leader.offer(),
                cheapest.offer().input(),
                cheapest.offer().output(),
                leader.score().value(),
                usd(leader) / usd(cheapest),
                true,
                String.format(
                        Locale.ROOT,
                        "%s, CI %.1f, takes the price of %s, CI %.1f, the cheapest with %s of its"
                                + " capability",
                        leader.offer().name(),
                        leader.score().value(),
                        cheapest.offer().name(),
                        cheapest.score().value(),
                        share));
    }

    private static double usd(Frontier.Point point) {
        return point.offer().usd(Blend.THREE_TO_ONE);
    }

    private static Event entrant(Frontier.Point leader, Inputs inputs) {
        double factor = inputs.number("factor");
        double share = inputs.number("quality");
        return new Event(
                leader.offer(),
                divided(leader.offer().input(), factor),
                divided(leader.offer().output(), factor),
                leader.score().value() * share,
                factor,
                false,
                String.format(
                        Locale.ROOT,
                        "somebody offers CI %.1f, %s of that of %s, at its price divided by %s",
                        leader.score().value() * share,
                        share,
                        leader.offer().name(),
                        factor));
    }

    private static PricePerMtok divided(PricePerMtok price, double factor) {
        return new PricePerMtok(Math.round(price.picosPerToken() / factor));
    }

    /** The chance that the new offer is at least as capable as what made a line; 0 if unrated. */
    private double chance(Bill.Line line, Event happening) {
        String model = line.model();
        if (asked.book().capability(model).isEmpty()) {
            return 0;
        }
        if (!happening.isLeader()) {
            return 1 - asked.book().probabilityAtLeast(model, happening.ci());
        }
        String leader = happening.leader().model();
        return model.equals(leader) ? 1 : asked.book().probabilityAtLeast(leader, model);
    }

    @Override
    public List<Figure> figures(Inputs inputs) {
        Event happening = Objects.requireNonNull(event);
        List<Figure> figures = new ArrayList<>();
        figures.add(
                new Figure(
                        "factor",
                        happening.factor(),
                        "factor",
                        "by which it is cheaper than the leader is today",
                        happening.says()));
        double share = 1 - inputs.number("api-margin");
        double served = inputs.number("list-value") * share;
        FlatPlan plan = new FlatPlan(inputs.number("price"), inputs.number("fee"), 0);
        figures.add(
                new Figure(
                        "plan_list_value",
                        inputs.number("list-value"),
                        "USD/month",
                        "mean usage of a plan's user at list price of the leader"));
        figures.add(
                new Figure("plan_serving_cost", served, "USD/month", "the same at serving cost"));
        figures.add(
                new Figure(
                        "plan_margin_today",
                        plan.kept() - served,
                        "USD/month",
                        "of a plan that serves the leader, mean user"));
        figures.add(
                new Figure(
                        "plan_margin_bought",
                        plan.kept() - inputs.number("list-value") / happening.factor(),
                        "USD/month",
                        "of a rival that buys the same tokens at the new list price"));
        bill(happening, figures);
        affordable(inputs, happening, figures);
        return figures;
    }

    private void bill(Event happening, List<Figure> figures) {
        Bill own = Objects.requireNonNull(bill);
        boolean empty = own.lines().isEmpty();
        String days = "USD/" + own.days() + " days";
        figures.add(
                new Figure(
                        "bill_today",
                        empty ? Double.NaN : own.total().dollars().doubleValue(),
                        days,
                        "your own, from the ledger",
                        empty ? "the ledger is empty" : null));
        double sure = after(own, happening, SURE);
        figures.add(
                new Figure(
                        "bill_then",
                        empty ? Double.NaN : sure,
                        days,
                        "with those requests moved for which the new offer is as good by 80 %; at"
                                + " best, by 20 %",
                        null,
                        new Interval(after(own, happening, 1 - SURE), sure)));
    }

    private double after(Bill own, Event happening, double confidence) {
        return moved(own, happening, confidence).after().dollars().doubleValue();
    }

    private Bill.Moved moved(Bill own, Event happening, double confidence) {
        return own.movedTo(
                happening.input(),
                happening.output(),
                line -> chance(line, happening) >= confidence);
    }

    /** At once and for good: what a task costs is divided by the factor. */
    private static void affordable(Inputs inputs, Event happening, List<Figure> figures) {
        double budget = inputs.number("budget");
        List<Affordable> before = strategies(inputs, inputs.number("try-usd"), budget);
        List<Affordable> after =
                strategies(inputs, inputs.number("try-usd") / happening.factor(), budget);
        for (int i = 0; i < before.size(); i++) {
            boolean then = after.get(i).outcome().costUsd() <= budget;
            boolean now = before.get(i).outcome().costUsd() <= budget;
            figures.add(
                    new Figure(
                            "task_" + before.get(i).strategy().replace('-', '_'),
                            after.get(i).outcome().costUsd(),
                            "USD/task",
                            String.format(
                                    Locale.ROOT,
                                    "then; today %.4g, solves %.3g",
                                    before.get(i).outcome().costUsd(),
                                    before.get(i).outcome().solved()),
                            now ? "affordable already" : then ? "becomes affordable" : "too dear"));
        }
    }

    private static List<Affordable> strategies(Inputs inputs, double usd, double budget) {
        return Affordable.of(
                new SolveRate.Fixed(inputs.number("solve-rate")), usd, budget, new CostPath(1, 1));
    }

    @Override
    public void complete(Inputs inputs, Sheet sheet) {
        Event happening = Objects.requireNonNull(event);
        Bill own = Objects.requireNonNull(bill);
        ObjectNode json = sheet.object("event");
        json.put("leader", happening.leader().name());
        JsonParts.price(json, "leader_input_usd_per_mtok", happening.leader().input());
        JsonParts.price(json, "leader_output_usd_per_mtok", happening.leader().output());
        JsonParts.price(json, "input_usd_per_mtok", happening.input());
        JsonParts.price(json, "output_usd_per_mtok", happening.output());
        JsonParts.figure(json, "ci", happening.ci());
        sheet.note(happening.says());
        if (!own.lines().isEmpty()) {
            BillTable.write(sheet, own);
            ObjectNode moved = sheet.object("moved");
            write(moved, "sure", moved(own, happening, SURE));
            write(moved, "at_best", moved(own, happening, 1 - SURE));
        }
        sheet.note(
                "moved input is priced as uncached; models that are unrated, and the sandbox, stay"
                        + " where they are");
    }

    private static void write(ObjectNode json, String key, Bill.Moved moved) {
        ObjectNode bill = json.putObject(key);
        bill.put("before_usd", moved.before().dollars());
        bill.put("after_usd", moved.after().dollars());
        bill.put("saved_usd", moved.saved().dollars());
        bill.put("requests", moved.requests());
    }
}
