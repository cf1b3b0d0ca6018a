package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.economics.task.SolveRate;
import dev.undercut.economics.task.TaskOutcome;
import dev.undercut.economics.task.TestTimeCost;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.JsonParts;
import java.util.ArrayList;
import java.util.List;

/** What a solved task costs by ways of trying more than once. */
final class TaskView implements EconomicsView {
    private final Asked asked;

    TaskView(Asked asked) {
        this.asked = asked;
    }

    @Override
    public void prepare(Inputs inputs) {
        if (!inputs.has("model") || inputs.isGiven("try-usd")) {
            return;
        }
        PricedSpan offer = asked.book().offer(inputs.text("model"));
        double usd =
                (offer.input().picosPerToken() * inputs.number("input-tokens")
                                + offer.output().picosPerToken() * inputs.number("output-tokens"))
                        / 1e12;
        inputs.replace(
                "try-usd",
                usd,
                null,
                "book: "
                        + offer.name()
                        + " at "
                        + offer.input().plain()
                        + " in, "
                        + offer.output().plain()
                        + " out per Mtok");
    }

    private static TestTimeCost.Judge judge(Inputs inputs) {
        return new TestTimeCost.Judge(
                inputs.number("judge-true-positive"),
                inputs.number("judge-false-positive"),
                inputs.number("judge-usd"));
    }

    /** The next odd number down: a vote of an even number can tie. */
    private static int odd(int samples) {
        return samples % 2 == 0 ? Math.max(1, samples - 1) : samples;
    }

    private record Strategy(String name, String means, TaskOutcome outcome) {}

    private static List<Strategy> strategies(Inputs inputs, SolveRate rate) {
        int tries = inputs.whole("samples");
        double usd = inputs.number("try-usd");
        List<Strategy> all = new ArrayList<>();
        all.add(new Strategy("single", "one try", TestTimeCost.single(rate, usd)));
        all.add(
                new Strategy(
                        "best-" + tries,
                        "all at once, a verifier picks",
                        TestTimeCost.bestOf(rate, tries, usd)));
        all.add(
                new Strategy(
                        "until-solved-" + tries,
                        "one after another, a verifier stops",
                        TestTimeCost.untilSolved(rate, tries, usd)));
        all.add(
                new Strategy(
                        "vote-" + odd(tries),
                        "the answer of most; wrong ones agree",
                        TestTimeCost.majority(rate, odd(tries), usd)));
        return all;
    }

    private static List<Strategy> judged(Inputs inputs) {
        double p = inputs.number("solve-rate");
        double usd = inputs.number("try-usd");
        int tries = inputs.whole("samples");
        TestTimeCost.Judge judge = judge(inputs);
        return List.of(
                new Strategy(
                        "judge-" + tries,
                        "one after another, a judge that errs stops",
                        TestTimeCost.judged(p, judge, tries, usd)),
                new Strategy(
                        "cascade",
                        "the big model where the judge rejects",
                        TestTimeCost.cascade(
                                p,
                                usd,
                                judge,
                                inputs.number("big-solve-rate"),
                                inputs.number("big-usd"))),
                new Strategy(
                        "big",
                        "the big model alone",
                        new TaskOutcome(
                                inputs.number("big-solve-rate"), 1, inputs.number("big-usd"))));
    }

    private static SolveRate independent(Inputs inputs) {
        return new SolveRate.Fixed(inputs.number("solve-rate"));
    }

    /** Tasks that differ; where every try is right there is nothing to differ in. */
    private static SolveRate unlike(Inputs inputs) {
        double p = inputs.number("solve-rate");
        return p == 1
                ? new SolveRate.Fixed(1)
                : SolveRate.Spread.of(p, inputs.number("concentration"));
    }

    @Override
    public List<Figure> figures(Inputs inputs) {
        double p = inputs.number("solve-rate");
        int tries = inputs.whole("samples");
        double usd = inputs.number("try-usd");
        TestTimeCost.Judge judge = judge(inputs);
        TaskOutcome parallel = TestTimeCost.bestOf(unlike(inputs), tries, usd);
        TaskOutcome early = TestTimeCost.untilSolved(unlike(inputs), tries, usd);
        double accepts = judge.accepts(p);
        double big = inputs.number("big-usd");
        boolean pays = TestTimeCost.cascadePays(usd, inputs.number("judge-usd"), accepts, big);
        return List.of(
                new Figure("try_cost", usd, "USD/try", "at list price or as given"),
                new Figure(
                        "solved",
                        parallel.solved(),
                        "share",
                        "of tasks, with all tries and a verifier, when tasks differ"),
                new Figure(
                        "solved_if_independent",
                        independent(inputs).anyOf(tries),
                        "share",
                        "the same if tries at one task had nothing in common"),
                new Figure(
                        "cost_per_solved_parallel",
                        parallel.costPerSolved(),
                        "USD/solved task",
                        "all tries at once"),
                new Figure(
                        "cost_per_solved_early_stop",
                        early.costPerSolved(),
                        "USD/solved task",
                        "one after another"),
                new Figure(
                        "judge_precision",
                        judge.precision(p),
                        "share",
                        "of the answers that the judge accepts are right"),
                new Figure(
                        "cascade_saves",
                        accepts * big - usd - inputs.number("judge-usd"),
                        "USD/task",
                        "against the big model alone",
                        pays ? "it pays" : "it does not pay"));
    }

    @Override
    public void complete(Inputs inputs, Sheet sheet) {
        ArrayNode rows =
                sheet.table(
                        "strategies",
                        "Ways to spend several tries on a task",
                        new Column("strategy", "strategy"),
                        new Column("tasks", "tasks"),
                        Column.factor("solved", "solved"),
                        Column.factor("calls", "calls"),
                        Column.price("$/task", "usd_per_task"),
                        Column.price("$/solved", "usd_per_solved"),
                        new Column("which is", "means"));
        strategies(inputs, unlike(inputs)).forEach(one -> row(rows, one, "differ"));
        strategies(inputs, independent(inputs)).forEach(one -> row(rows, one, "alike"));
        judged(inputs).forEach(one -> row(rows, one, "alike"));
        sheet.note(
                "where tasks differ the solve rate is a Beta over them: some are never solved, and"
                        + " more tries reach a plateau");
    }

    private static void row(ArrayNode rows, Strategy strategy, String tasks) {
        ObjectNode row = rows.addObject();
        row.put("strategy", strategy.name());
        row.put("tasks", tasks);
        JsonParts.figure(row, "solved", strategy.outcome().solved());
        JsonParts.figure(row, "calls", strategy.outcome().calls());
        JsonParts.figure(row, "usd_per_task", strategy.outcome().costUsd());
        JsonParts.figure(row, "usd_per_solved", strategy.outcome().costPerSolved());
        row.put("means", strategy.means());
    }
}
