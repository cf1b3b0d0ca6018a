package dev.undercut.market.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.market.analysis.PriceIndex.Method;
import dev.undercut.market.analysis.fit.Binomial;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.market.analysis.fit.Line;
import dev.undercut.market.analysis.fit.LogTrend;
import dev.undercut.market.analysis.fit.StudentT;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each analysis on a market small enough to work out by hand. */
class AnalysesTest {

    private static final QualityClass FIFTY = new QualityClass(Quality.CI, 50);

    @Test
    void t_quantiles_are_those_of_the_tables() {
        assertThat(StudentT.quantile(0.9, 1)).isCloseTo(6.314, within(0.0005));
        assertThat(StudentT.quantile(0.9, 2)).isCloseTo(2.920, within(0.0005));
        assertThat(StudentT.quantile(0.9, 7)).isCloseTo(1.895, within(0.0005));
        assertThat(StudentT.quantile(0.95, 10)).isCloseTo(2.228, within(0.0005));
        assertThat(StudentT.quantile(0.9, 1000)).isCloseTo(1.646, within(0.0005));
    }

    @Test
    void usual_numbers_of_successes_are_those_of_the_binomial_distribution() {
        // P(X <= 5) = 0.0016, P(X <= 6) = 0.0128, P(X <= 7) = 0.0702 for ten trials at 0.9.
        assertThat(Binomial.usual(10, 0.9, 0.95)).isEqualTo(new Interval(7, 10));
        // P(X <= 1) = 0.0107, P(X <= 2) = 0.0547, P(X <= 7) = 0.9453, P(X <= 8) = 0.9893.
        assertThat(Binomial.usual(10, 0.5, 0.95)).isEqualTo(new Interval(2, 8));
    }

    @Test
    void a_price_that_falls_tenfold_a_year_is_found_to() {
        double[] days = {0, 365, 730};
        double[] usd = {60, 6, 0.6};
        LogTrend trend = Objects.requireNonNull(LogTrend.through(days, usd));

        assertThat(trend.factorPerYear()).isCloseTo(10, within(1e-9));
        assertThat(trend.r2()).isCloseTo(1, within(1e-12));
        assertThat(trend.halfLifeDays()).isCloseTo(109.876, within(0.001));
        assertThat(trend.at(LocalDate.ofEpochDay(365))).isCloseTo(6, within(1e-9));
    }

    @Test
    void a_plane_tells_time_from_quality() {
        Random random = new Random(7);
        double[] days = new double[40];
        double[] quality = new double[40];
        double[] logs = new double[40];
        for (int i = 0; i < days.length; i++) {
            days[i] = random.nextInt(1000);
            quality[i] = 40 + random.nextInt(30);
            logs[i] = 2 - 0.003 * days[i] + 0.05 * quality[i];
        }
        Line line = Objects.requireNonNull(Line.through(days, quality, logs, 50));

        assertThat(line.slope()).isCloseTo(-0.003, within(1e-12));
        assertThat(line.at(100)).isCloseTo(2 - 0.3 + 2.5, within(1e-9));
    }

    @Test
    void a_class_counts_only_models_that_surely_reach_it() {
        Shelf shelf =
                new Shelf()
                        .model("sure", "a", 0, false, 55, 2)
                        .model("unsure", "b", 0, false, 51, 5)
                        .model("anchor", "c", 0, false, 50, 2);
        assertThat(FIFTY.includes(shelf, "sure")).isTrue();
        assertThat(FIFTY.includes(shelf, "unsure")).isFalse();
        assertThat(FIFTY.includes(shelf, "anchor")).as("it defines the class").isTrue();
        assertThat(FIFTY.includes(shelf, "unheard-of")).isFalse();
    }

    @Test
    void llmflation_compares_the_first_month_with_the_last() {
        PricePanel panel =
                new Shelf()
                        .model("old", 52)
                        .model("new", 53)
                        .sells("old", 0, "30")
                        .sells("new", 366, "3")
                        .panel();
        Llmflation.Fall fall = Objects.requireNonNull(Llmflation.fall(panel, FIFTY, Shelf.at(366)));

        assertThat(fall.factor()).isCloseTo(10, within(1e-9));
        assertThat(fall.months()).hasSize(13);
        assertThat(fall.factorPerYear()).isCloseTo(Math.pow(10, 365.0 / 366), within(1e-9));
    }

    @Test
    void epoch_leaves_out_models_that_reason_and_wants_four_points() {
        Shelf shelf = new Shelf();
        for (int i = 0; i < 3; i++) {
            shelf.model("m" + i, 52).sells("m" + i, 100 * i, Integer.toString(10 - i));
        }
        assertThat(PriceIndex.of(shelf.panel(), FIFTY, Shelf.at(900), Method.EPOCH).factorPerYear())
                .isNull();
        shelf.model("m3", 52).sells("m3", 300, "1");
        assertThat(PriceIndex.of(shelf.panel(), FIFTY, Shelf.at(900), Method.EPOCH).factorPerYear())
                .isGreaterThan(1);
    }

    @Test
    void ages_split_the_fall_into_the_years_of_the_class() {
        PricePanel panel =
                new Shelf()
                        .model("a", 52)
                        .model("b", 52)
                        .model("c", 52)
                        .sells("a", 0, "100")
                        .sells("b", 200, "10")
                        .sells("c", 400, "5")
                        .panel();
        List<PriceIndex.Age> ages =
                PriceIndex.of(panel, FIFTY, Shelf.at(500), Method.CONSTANT_QUALITY).ages();

        assertThat(ages)
                .containsExactly(new PriceIndex.Age(1, 10, true), new PriceIndex.Age(2, 2, false));
    }

    @Test
    void a_position_is_over_the_line_of_before_without_its_own_model() {
        Shelf shelf = new Shelf();
        for (int i = 0; i <= 3; i++) {
            shelf.model("m" + i, 52)
                    .sells("m" + i, 365 * i, Double.toString(1000 / Math.pow(10, i)));
        }
        shelf.model("late", 55).sells("late", 365 * 4, "0.2");
        PricePanel panel = shelf.panel();
        PricedSpan late = panel.spans().getLast();

        List<Position.Place> places = Position.of(panel, late, List.of(FIFTY), Shelf.at(365 * 4));

        assertThat(places).hasSize(1);
        assertThat(places.getFirst().lineUsd()).isCloseTo(0.1, within(1e-9));
        assertThat(places.getFirst().factor()).isCloseTo(2, within(1e-9));
        assertThat(places.getFirst().side()).isEqualTo("above");
    }

    @Test
    void the_race_tells_jumps_leads_and_who_came_level() {
        PricePanel panel =
                new Shelf()
                        .model("a1", "a", 0, false, 50, 1)
                        .model("b1", "b", 100, true, 45, 1)
                        .model("b2", "b", 200, true, 50, 1)
                        .model("a2", "a", 150, false, 60, 1)
                        .panel();
        List<Race.Entry> race = Race.onCapability(panel, Shelf.at(400));

        assertThat(race).extracting(Race.Entry::model).containsExactly("a1", "b1", "a2", "b2");
        Race.Entry first = race.getFirst();
        assertThat(first.daysLed()).isEqualTo(200);
        assertThat(first.overtakenBy())
                .contains(
                        new Race.Overtaking("b", "b2", 200),
                        new Race.Overtaking(Race.OPEN_FIELD, "b2", 200));
        Race.Entry leader = race.get(2);
        assertThat(leader.jump()).isEqualTo(10);
        assertThat(leader.stillAhead()).isTrue();
        assertThat(leader.daysLed()).isEqualTo(250);
        Race.Clock clock = Race.clock(race, Race.OPEN_FIELD, Shelf.day(400));
        assertThat(clock.chases())
                .containsExactly(
                        new Race.Chase("a", "a1", Shelf.day(0), 200, "b2"),
                        new Race.Chase("a", "a2", Shelf.day(150), 250, null));
        assertThat(clock.caught()).isEqualTo(1);
        assertThat(clock.median()).isEqualTo(200);
        assertThat(clock.change()).isNull();
    }

    @Test
    void weights_that_came_out_late_join_the_open_field_on_that_day() {
        PricePanel panel =
                new Shelf()
                        .model("lead", "a", 0, false, 50, 1)
                        .model("late", "b", 100, true, 60, 1)
                        .opens("late", 300)
                        .model("open", "c", 200, true, 55, 1)
                        .panel();
        List<Race.Entry> race = Race.onCapability(panel, Shelf.at(400));

        assertThat(race.getFirst().overtakenBy())
                .containsExactly(
                        new Race.Overtaking("b", "late", 100),
                        new Race.Overtaking("c", "open", 200),
                        new Race.Overtaking(Race.OPEN_FIELD, "open", 200));
        Race.Entry late = race.get(1);
        assertThat(late.model()).isEqualTo("late");
        assertThat(late.open()).isFalse();
        assertThat(late.overtakenBy())
                .containsExactly(new Race.Overtaking(Race.OPEN_FIELD, "late", 200));
        assertThat(Race.onCapability(panel, Shelf.at(250)).get(1).overtakenBy()).isEmpty();
    }

    @Test
    void a_selection_of_open_models_counts_late_weights_from_their_day() {
        PricePanel panel =
                new Shelf()
                        .model("late", "b", 100, true, 60, 1)
                        .opens("late", 300)
                        .sells("late", 100, "2")
                        .panel();
        Selection before = open(Shelf.at(299));
        Selection after = open(Shelf.at(300));

        assertThat(panel.select(before).spans()).isEmpty();
        assertThat(Race.onCapability(panel, before)).isEmpty();
        assertThat(panel.select(after).spans())
                .extracting(PricedSpan::from)
                .containsExactly(Shelf.day(300));
        assertThat(Race.onCapability(panel, after))
                .extracting(Race.Entry::date)
                .containsExactly(Shelf.day(300));
    }

    private static Selection open(Selection any) {
        return new Selection(any.at(), any.blend(), null, true, null);
    }

    @Test
    void the_gap_opens_when_a_rival_undercuts_and_tells_the_days_to_the_answer() {
        PricePanel panel =
                new Shelf()
                        .model("lead", "a", 0, false, 60, 1)
                        .model("rival", "b", 50, false, 60, 1)
                        .sells("a", "lead", 0, 80, "10")
                        .sells("a", "lead", 80, null, "4")
                        .sells("b", "rival", 50, null, "2")
                        .panel();
        List<Gap.Row> gap = Gap.over(panel, "a", Shelf.at(200));

        assertThat(gap)
                .extracting(Gap.Row::date)
                .containsExactly(Shelf.day(0), Shelf.day(50), Shelf.day(80));
        assertThat(gap.get(0).cheapest().model()).isEqualTo("lead");
        assertThat(gap.get(0).factor()).isEqualTo(1);
        assertThat(gap.get(0).rival()).isNull();
        assertThat(gap.get(1).factor()).isEqualTo(5);
        assertThat(gap.get(1).responseDays()).isEqualTo(30);
        assertThat(gap.get(2).factor()).isEqualTo(2);
    }

    @Test
    void the_cheapest_at_the_leaders_level_may_be_its_makers_own() {
        PricePanel panel =
                new Shelf()
                        .model("lead", "a", 0, false, 60, 1)
                        .model("small", "a", 20, false, 60, 1)
                        .model("rival", "b", 40, false, 60, 1)
                        .model("dear", "c", 60, false, 60, 1)
                        .sells("lead", 0, "10")
                        .sells("small", 20, "1")
                        .sells("rival", 40, "2")
                        .sells("dear", 60, "99")
                        .panel();
        List<Gap.Row> gap = Gap.over(panel, "a", Shelf.at(200));

        assertThat(gap).extracting(Gap.Row::factor).containsExactly(1.0, 10.0, 10.0);
        assertThat(gap.get(2).cheapest().model()).isEqualTo("small");
        assertThat(Objects.requireNonNull(gap.get(2).rival()).model()).isEqualTo("rival");
    }

    @Test
    void a_reseller_that_repeats_a_price_undercuts_nobody_anew() {
        PricePanel panel =
                new Shelf()
                        .model("dear", "a", 0, false, 50, 0)
                        .model("cheap", "b", 0, false, 60, 0)
                        .sells("a", "dear", 0, 50, "10")
                        .sells("a", "dear", 50, null, "20")
                        .sells("b", "cheap", 10, null, "1")
                        .sells("reseller", "cheap", 10, null, "1")
                        .sells("reseller", "cheap", 60, null, "1")
                        .panel();
        assertThat(Undercuts.events(panel, Shelf.at(100), 2))
                .singleElement()
                .satisfies(event -> assertThat(event.cheaper().provider()).isEqualTo("b"));
    }

    @Test
    void an_offer_that_is_only_probably_worse_is_no_undercut() {
        Shelf shelf =
                new Shelf()
                        .model("dear", "a", 0, false, 60, 2)
                        .model("cheap", "b", 0, false, 60, 2)
                        .sells("dear", 0, "10")
                        .sells("cheap", 10, "1");
        assertThat(Undercuts.events(shelf.panel(), Shelf.at(100), 2)).isEmpty();

        shelf.model("cheap", "b", 0, false, 66, 2);
        assertThat(Undercuts.events(shelf.panel(), Shelf.at(100), 2))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.date()).isEqualTo(Shelf.day(10));
                    assertThat(event.factor()).isEqualTo(10);
                    assertThat(event.ciDifference()).isEqualTo(6);
                });
    }

    @Test
    void moves_are_cuts_and_rises_of_the_same_offer() {
        PricePanel panel =
                new Shelf()
                        .model("m", "a", 0, false, 60, 1)
                        .sells("a", "m", 0, 10, "4")
                        .sells("a", "m", 10, 20, "2")
                        .sells("a", "m", 20, null, "3")
                        .sells("b", "m", 5, null, "9")
                        .panel();
        assertThat(PriceMoves.of(panel, Shelf.at(100)))
                .extracting(PriceMoves.Move::factor)
                .containsExactly(0.5, 1.5);
    }

    @Test
    void the_spread_is_dearest_over_cheapest_of_one_model() {
        PricePanel panel =
                new Shelf()
                        .model("m", "a", 0, true, 60, 1)
                        .sells("a", "m", 0, null, "4")
                        .sells("b", "m", 0, null, "1")
                        .sells("b", "m", 1, null, "2")
                        .sells("c", "m", 0, 10, "0.1")
                        .panel();
        Spread.OfModel spread = Spread.of(panel, "m", Shelf.at(50));

        assertThat(spread.offers()).hasSize(2);
        assertThat(spread.factor()).isEqualTo(4);
        assertThat(spread.median()).isEqualTo(2.5);
        assertThat(Spread.ofMarket(panel, Shelf.at(50), 3).models()).isEmpty();
    }

    /** Jumps that get rarer and smaller by exponents drawn from where the forecast expects them. */
    @Test
    void nine_of_ten_lazy_walks_end_within_their_forecast() {
        Random random = new Random(11);
        int walks = 2000;
        int covered = 0;
        for (int i = 0; i < walks; i++) {
            double[] walk = lazyWalk(36, 12, random);
            Forecast.Band band = Forecast.band(Arrays.copyOf(walk, 31), 6);
            assertThat(band.low()).isLessThanOrEqualTo(band.mid());
            assertThat(band.mid()).isLessThanOrEqualTo(band.high());
            covered += band.low() <= walk[36] && walk[36] <= band.high() + 1e-12 ? 1 : 0;
        }
        Interval usual = Binomial.usual(walks, 0.9, 0.99);
        assertThat((double) covered).isBetween(usual.low(), usual.high());
    }

    private static double[] lazyWalk(int months, double jumps, Random random) {
        double rarer = random.nextDouble();
        double smaller = random.nextDouble();
        double[] walk = new double[months + 1];
        for (int month = 1; month <= months; month++) {
            walk[month] = walk[month - 1];
            double expected =
                    jumps
                            * (Math.pow((double) month / months, rarer)
                                    - Math.pow((month - 1.0) / months, rarer));
            for (double time = -Math.log(random.nextDouble());
                    time < expected;
                    time -= Math.log(random.nextDouble())) {
                double mean = Math.pow((month - 0.5) / months, -smaller);
                walk[month] += mean * Math.log(random.nextDouble());
            }
        }
        return walk;
    }

    @Test
    void a_class_has_nearly_stopped_when_no_year_halves_it_any_more() {
        List<PricedPoint> lows = new ArrayList<>();
        double[] usd = {10, 4, 3.9, 3.8};
        for (int i = 0; i < usd.length; i++) {
            lows.add(new PricedPoint(Shelf.day(100 * i), "p", "m", usd[i], 50, List.of("a test")));
        }
        assertThat(Forecast.nearlyStoppedSince(lows, Shelf.day(400))).isEmpty();
        assertThat(Forecast.nearlyStoppedSince(lows, Shelf.day(500))).contains(Shelf.day(100));
    }

    @Test
    void a_blend_is_read_or_refused() {
        assertThat(Blend.parse("3:1").of(1, 5)).isEqualTo(2);
        assertThat(Blend.parse("0:1").of(1, 5)).isEqualTo(5);
        assertThat(Blend.parse("1.5:0.5").code()).isEqualTo("1.5:0.5");
        for (String wrong : List.of("3", "3:", ":", "0:0", "-1:2", "a:b", "1:2:3", "")) {
            assertThatThrownBy(() -> Blend.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
