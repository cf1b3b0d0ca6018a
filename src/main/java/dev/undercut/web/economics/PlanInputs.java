package dev.undercut.web.economics;

import dev.undercut.economics.facts.KnownPlan;
import dev.undercut.economics.plan.CostPath;
import dev.undercut.economics.plan.FlatPlan;
import dev.undercut.web.answer.BadQuestionException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A flat plan and its users, as several analyses ask for them. */
final class PlanInputs {
    private final Asked asked;

    PlanInputs(Asked asked) {
        this.asked = asked;
    }

    /** The plan that is named; null when the caller gave a price of their own and no plan. */
    @Nullable KnownPlan known(Inputs inputs) {
        if (inputs.isGiven("price") && !inputs.isGiven("plan")) {
            return null;
        }
        String id = inputs.text("plan");
        List<String> ids = asked.facts().plans().stream().map(KnownPlan::id).toList();
        return asked.facts()
                .plan(id)
                .orElseThrow(() ->
                        BadQuestionException.wrong(
                                "plan: '"
                                        + id
                                        + "' is not known; known are "
                                        + String.join(", ", ids)
                                        + "; or give --price"));
    }

    void prepare(Inputs inputs) {
        KnownPlan plan = known(inputs);
        if (plan != null) {
            inputs.fill(
                    "price",
                    plan.price().dollars().doubleValue(),
                    null,
                    plan.name() + ": " + String.join("; ", plan.sources()));
        }
        asked.fillFall(inputs);
    }

    static FlatPlan plan(Inputs inputs) {
        return new FlatPlan(inputs.number("price"), inputs.number("fee"), inputs.number("fixed"));
    }

    /** Serving cost over list value. */
    static double servingShare(Inputs inputs) {
        return 1 - inputs.number("api-margin");
    }

    static double meanServing(Inputs inputs) {
        return inputs.number("list-value") * servingShare(inputs);
    }

    static CostPath path(Inputs inputs) {
        return new CostPath(inputs.number("fall"), inputs.number("growth"));
    }
}
