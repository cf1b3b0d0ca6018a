package dev.undercut.economics.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.economics.plan.CostPath;
import dev.undercut.economics.task.SolveRate;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import dev.undercut.money.UsdTotal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** A bill, and what an event on the market makes of it. */
class BillTest {
    private static final Bill BILL =
            new Bill(
                    30,
                    List.of(
                            line("dear", 10, 1_000_000, 500_000, "7.5"),
                            line("cheap", 90, 2_000_000, 100_000, "0.3")),
                    2);

    private static Bill.Line line(String model, long requests, long in, long out, String usd) {
        return new Bill.Line(model, requests, in, out, UsdTotal.ZERO.plus(Usd.parse(usd)));
    }

    private static PricePerMtok usd(String price) {
        return PricePerMtok.parse(price);
    }

    @Test
    void only_lines_that_get_cheaper_move_and_the_sum_is_exact() {
        Bill.Moved moved = BILL.movedTo(usd("0.5"), usd("1.5"), line -> true);

        assertThat(BILL.total().plain()).isEqualTo("7.8");
        assertThat(moved.after().plain()).isEqualTo("1.55");
        assertThat(moved.saved().plain()).isEqualTo("6.25");
        assertThat(moved.requests()).isEqualTo(10);
    }

    @Test
    void lines_that_may_not_move_stay() {
        Bill.Moved moved =
                BILL.movedTo(usd("0.01"), usd("0.01"), line -> line.model().equals("cheap"));

        assertThat(moved.after().plain()).isEqualTo("7.521");
        assertThat(moved.requests()).isEqualTo(90);
    }

    @Property(tries = 200)
    void a_bill_never_rises_by_an_offer_that_nobody_must_take(
            @ForAll @LongRange(min = 0, max = 100_000_000) long input,
            @ForAll @LongRange(min = 0, max = 100_000_000) long output) {
        Bill.Moved moved =
                BILL.movedTo(new PricePerMtok(input), new PricePerMtok(output), line -> true);

        assertThat(moved.saved().picos().signum()).isNotNegative();
        assertThat(moved.after().picos().add(moved.saved().picos()))
                .isEqualTo(moved.before().picos());
    }

    @Test
    void the_more_tries_a_strategy_takes_the_later_it_is_affordable() {
        List<Affordable> all =
                Affordable.of(new SolveRate.Fixed(0.15), 0.02, 0.1, new CostPath(10, 1));

        assertThat(all).extracting(Affordable::strategy).startsWith("single", "best-4");
        assertThat(Affordable.of(new SolveRate.Fixed(0.6), 0.02, 0.1, new CostPath(10, 1)))
                .extracting(Affordable::strategy)
                .startsWith("single", "vote-5", "vote-17");
        assertThat(all.getFirst().reached()).isEqualTo(new CostPath.Reached.Already());
        Affordable best64 =
                all.stream().filter(a -> a.strategy().equals("best-64")).findFirst().orElseThrow();
        assertThat(best64.outcome().costUsd()).isCloseTo(1.28, within(1e-9));
        assertThat(best64.reached().years()).isCloseTo(Math.log10(12.8), within(1e-9));
        double last = 0;
        for (Affordable one : all.stream().filter(a -> a.strategy().startsWith("best")).toList()) {
            assertThat(one.reached().years()).isGreaterThanOrEqualTo(last);
            last = one.reached().years();
        }
    }
}
