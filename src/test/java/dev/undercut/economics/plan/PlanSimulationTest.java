package dev.undercut.economics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Drawn users against the closed forms, within four standard errors. The errors are those of the
 * closed-form variance: of so heavy a tail a sample's own variance says too little.
 */
class PlanSimulationTest {
    private static final int USERS = 200_000;
    private static final long SEED = 20_261_122;
    private static final LogNormalCost LIGHT = new LogNormalCost(100, 1.5);
    private static final LogNormalCost HEAVY = new LogNormalCost(250, 1.5);
    private static final CostPath STILL = new CostPath(1, 1);

    private static PlanOutcome run(UserCost cost, double cap) {
        return new PlanSimulation(
                        new FlatPlan(200, 0, 0), cost, cap, STILL, Churn.alike(0.05), 0.01)
                .run(USERS, 1, SEED);
    }

    private static double error(double variance) {
        return 4 * Math.sqrt(variance / USERS);
    }

    @Test
    void case_30_drawn_users_lose_as_often_as_computed() {
        PlanOutcome outcome = run(LIGHT, Double.POSITIVE_INFINITY);
        double loss = LIGHT.exceeding(200);
        double density = StandardNormal.density(0) / (LIGHT.sigma() * LIGHT.median());

        assertThat(outcome.lossShare()).isCloseTo(loss, within(error(loss * (1 - loss))));
        assertThat(outcome.median())
                .isCloseTo(LIGHT.median(), within(error(0.25 / (density * density))));
        assertThat(outcome.meanUsage()).isCloseTo(100, within(error(LIGHT.variance())));
        assertThat(outcome.topShare(0.05))
                .isCloseTo(LIGHT.topShare(0.05), within(error(topShareVariance(LIGHT, 0.05))));
        assertThat(outcome.topShare(0.01))
                .isCloseTo(LIGHT.topShare(0.01), within(error(topShareVariance(LIGHT, 0.01))));
    }

    /**
     * Of one user's influence on a top share, {@code ((X - t)+ - S X) / m}: the second moments of a
     * log-normal above t.
     */
    private static double topShareVariance(LogNormalCost cost, double top) {
        double s = cost.sigma();
        double m = cost.mean();
        double z = StandardNormal.quantile(1 - top);
        double t = cost.at(z);
        double share = cost.topShare(top);
        double square = m * m * Math.exp(s * s);
        double squareAbove = square * StandardNormal.exceeding(z - 2 * s);
        double above = m * StandardNormal.exceeding(z - s);
        double excessSquare = squareAbove - 2 * t * above + t * t * top;
        double excessTimesCost = squareAbove - t * above;
        double mean = above - t * top - share * m;
        double second = excessSquare - 2 * share * excessTimesCost + share * share * square;
        return (second - mean * mean) / (m * m);
    }

    @Test
    void case_31_and_so_they_do_when_the_mean_user_loses() {
        PlanOutcome outcome = run(HEAVY, Double.POSITIVE_INFINITY);
        double loss = HEAVY.exceeding(200);
        double density = StandardNormal.density(0) / (HEAVY.sigma() * HEAVY.median());

        assertThat(outcome.lossShare()).isCloseTo(loss, within(error(loss * (1 - loss))));
        assertThat(outcome.median())
                .isCloseTo(HEAVY.median(), within(error(0.25 / (density * density))));
    }

    @Test
    void case_32_drawn_users_under_a_cap_cost_as_much_as_computed() {
        for (double cap : new double[] {200, 400, 1000, 5000}) {
            assertThat(run(HEAVY, cap).meanServed())
                    .as("cap %s", cap)
                    .isCloseTo(HEAVY.capped(cap), within(error(HEAVY.cappedVariance(cap))));
        }
    }

    @Test
    void users_of_a_heavy_tail_cost_as_much_as_computed_under_a_cap() {
        for (UserCost cost :
                new UserCost[] {new TailedCost(250, 1.5, 1.5), new ParetoCost(250, 1.5)}) {
            double loss = cost.exceeding(200);
            PlanOutcome outcome = run(cost, 4000);

            assertThat(outcome.meanServed())
                    .isCloseTo(cost.capped(4000), within(error(cost.cappedVariance(4000))));
            assertThat(outcome.lossShare()).isCloseTo(loss, within(error(loss * (1 - loss))));
        }
    }

    @Test
    void users_who_all_leave_alike_are_worth_the_closed_form() {
        LogNormalCost cost = new LogNormalCost(250, 0.5);
        CostPath path = new CostPath(10, 1);
        PlanOutcome outcome =
                new PlanSimulation(
                                new FlatPlan(200, 0.03, 0),
                                cost,
                                Double.POSITIVE_INFINITY,
                                path,
                                Churn.alike(0.05),
                                0.01)
                        .run(USERS, 36, SEED);
        double weights = 0;
        for (int month = 0; month < 36; month++) {
            weights += path.factor(month / 12.0) * Math.pow(0.95 / 1.01, month);
        }

        assertThat(outcome.lifetimeValue())
                .isCloseTo(1787.75, within(error(cost.variance()) * weights + 0.005));
        assertThat(outcome.adverseSelection()).isCloseTo(1, within(1e-9));
    }

    @Test
    void when_heavy_users_stay_those_who_are_left_cost_more_and_are_worth_less() {
        FlatPlan plan = new FlatPlan(200, 0.03, 0);
        PlanOutcome alike =
                new PlanSimulation(plan, LIGHT, 5000, STILL, new Churn(0.05, 0.5, 0), 0.01)
                        .run(USERS, 36, SEED);
        PlanOutcome adverse =
                new PlanSimulation(plan, LIGHT, 5000, STILL, new Churn(0.05, 0.5, -0.6), 0.01)
                        .run(USERS, 36, SEED);

        assertThat(adverse.adverseSelection()).isGreaterThan(1.2);
        assertThat(alike.adverseSelection()).isBetween(0.9, 1.1);
        assertThat(adverse.lifetimeValue()).isLessThan(alike.lifetimeValue());
    }

    @Test
    void the_same_seed_draws_the_same_users_and_another_one_others() {
        assertThat(run(LIGHT, 1000).meanServed()).isEqualTo(run(LIGHT, 1000).meanServed());
        PlanOutcome other =
                new PlanSimulation(
                                new FlatPlan(200, 0, 0),
                                LIGHT,
                                1000,
                                STILL,
                                Churn.alike(0.05),
                                0.01)
                        .run(USERS, 1, SEED + 1);

        assertThat(other.meanServed()).isNotEqualTo(run(LIGHT, 1000).meanServed());
    }

    @Test
    void margins_fall_with_the_percentile_and_survivors_with_the_month() {
        PlanOutcome outcome =
                new PlanSimulation(
                                new FlatPlan(200, 0.03, 0),
                                LIGHT,
                                1000,
                                STILL,
                                new Churn(0.05, 0.5, -0.3),
                                0.01)
                        .run(1000, 24, SEED);

        for (int percent = 1; percent <= 100; percent++) {
            assertThat(outcome.marginAt(percent))
                    .isLessThanOrEqualTo(outcome.marginAt(percent - 1));
        }
        double[] staying = outcome.staying();
        assertThat(staying[0]).isEqualTo(1);
        for (int month = 1; month < staying.length; month++) {
            assertThat(staying[month]).isLessThan(staying[month - 1]);
        }
        assertThat(outcome.marginAt(100)).isGreaterThanOrEqualTo(194 - 1000);
    }
}
