package dev.undercut.market.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.market.analysis.PriceIndex.Index;
import dev.undercut.market.analysis.PriceIndex.Method;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What must hold for any market. */
class MarketPropertiesTest {

    private static final int END = 900;
    private static final QualityClass CLASS = new QualityClass(Quality.CI, 50);

    /** An offer of a model of its own. */
    record Stall(int from, @Nullable Integer to, int cents, int ci) {}

    @Provide
    Arbitrary<List<Stall>> stalls() {
        Arbitrary<Integer> days = Arbitraries.integers().between(0, END);
        Arbitrary<Integer> lengths = Arbitraries.integers().between(1, END).injectNull(0.5);
        return Combinators.combine(
                        days,
                        lengths,
                        Arbitraries.integers().between(1, 6000),
                        Arbitraries.integers().between(40, 60))
                .as((from, length, cents, ci) ->
                        new Stall(from, length == null ? null : from + length, cents, ci))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private static PricePanel market(List<Stall> stalls) {
        return shelf(stalls).panel();
    }

    private static Shelf shelf(List<Stall> stalls) {
        Shelf shelf = new Shelf();
        for (int i = 0; i < stalls.size(); i++) {
            Stall stall = stalls.get(i);
            shelf.model("m" + i, stall.ci());
            shelf.sells("maker-of-m" + i, "m" + i, stall.from(), stall.to(), usd(stall.cents()));
        }
        return shelf;
    }

    private static String usd(int cents) {
        return cents / 100 + "." + cents / 10 % 10 + cents % 10;
    }

    @Property(tries = 200)
    void the_points_of_an_index_strictly_fall(@ForAll("stalls") List<Stall> stalls) {
        List<PricedPoint> points =
                PriceIndex.of(market(stalls), CLASS, Shelf.at(END), Method.CONSTANT_QUALITY)
                        .points();
        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i).usd()).isLessThan(points.get(i - 1).usd());
            assertThat(points.get(i).date()).isAfter(points.get(i - 1).date());
        }
    }

    @Property(tries = 200)
    void a_dearer_offer_changes_nothing(@ForAll("stalls") List<Stall> stalls) {
        Index before = index(shelf(stalls));
        Shelf more = shelf(stalls).model("dear", 55).sells("dear", END / 2, "100");
        Index after = index(more);

        if (before.points().isEmpty() || before.points().getFirst().date().isAfter(day(END / 2))) {
            return;
        }
        assertThat(after.points()).isEqualTo(before.points());
        assertThat(after.trend()).isEqualTo(before.trend());
    }

    private static LocalDate day(int day) {
        return Shelf.day(day);
    }

    private static Index index(Shelf shelf) {
        return PriceIndex.of(shelf.panel(), CLASS, Shelf.at(END), Method.CONSTANT_QUALITY);
    }

    @Property(tries = 200)
    void what_comes_later_does_not_change_an_index_of_before(@ForAll("stalls") List<Stall> stalls) {
        List<Stall> past = stalls.stream().filter(stall -> stall.from() <= END / 2).toList();
        Index now =
                PriceIndex.of(market(stalls), CLASS, Shelf.at(END / 2), Method.CONSTANT_QUALITY);
        Index then = PriceIndex.of(market(past), CLASS, Shelf.at(END / 2), Method.CONSTANT_QUALITY);

        assertThat(now.points().stream().map(PricedPoint::usd).toList())
                .isEqualTo(then.points().stream().map(PricedPoint::usd).toList());
    }

    @Property(tries = 200)
    void nothing_on_the_frontier_is_beaten_and_everything_else_is(
            @ForAll("stalls") List<Stall> stalls) {
        Frontier.Split split = Frontier.at(market(stalls), Shelf.at(END));

        for (Frontier.Point point : split.points()) {
            for (Frontier.Point other : split.points()) {
                assertThat(Frontier.beats(other, point)).isFalse();
            }
            for (Frontier.Dominated other : split.dominated()) {
                assertThat(Frontier.beats(other.point(), point)).isFalse();
            }
        }
        assertThat(split.dominated())
                .allSatisfy(beaten ->
                        assertThat(Frontier.beats(beaten.beatenBy(), beaten.point())).isTrue());
        assertThat(split.points().size() + split.dominated().size())
                .isEqualTo(market(stalls).onSale(Shelf.day(END)).size());
    }

    @Property(tries = 200)
    void an_undercut_is_cheaper_at_least_as_capable_and_somebody_elses(
            @ForAll("stalls") List<Stall> stalls) {
        PricePanel panel = market(stalls);
        for (Undercuts.Event event : Undercuts.events(panel, Shelf.at(END), 1.5)) {
            Blend blend = Blend.THREE_TO_ONE;
            assertThat(event.dearer().usd(blend) / event.cheaper().usd(blend))
                    .isEqualTo(event.factor())
                    .isGreaterThanOrEqualTo(1.5);
            assertThat(event.ciDifference()).isGreaterThanOrEqualTo(0);
            assertThat(event.cheaper().provider()).isNotEqualTo(event.dearer().provider());
            assertThat(event.cheaper().onSale(event.date())).isTrue();
            assertThat(event.dearer().onSale(event.date())).isTrue();
        }
    }

    @Property(tries = 100)
    void a_forecast_grows_wider_and_never_promises_a_rise(@ForAll("stalls") List<Stall> stalls) {
        PricePanel panel = market(stalls);
        Index index = index(shelf(stalls));
        List<Forecast.Ahead> months = Forecast.of(panel, index, 12).months();
        if (months.isEmpty()) {
            return;
        }
        double lowest = Objects.requireNonNull(index.lowest(Shelf.day(END)));

        for (int i = 0; i < months.size(); i++) {
            Forecast.Ahead ahead = months.get(i);
            assertThat(ahead.low()).isLessThanOrEqualTo(ahead.mid());
            assertThat(ahead.high()).isLessThanOrEqualTo(lowest * (1 + 1e-12));
            if (i > 0) {
                double width = Math.log(ahead.mid() / ahead.low());
                double before = Math.log(months.get(i - 1).mid() / months.get(i - 1).low());
                assertThat(width).isGreaterThanOrEqualTo(before);
            }
        }
    }

    @Property(tries = 200)
    void the_walk_through_the_days_knows_the_same_as_a_look_at_each_day(
            @ForAll("stalls") List<Stall> stalls) {
        PricePanel panel = market(stalls);
        MarketDays days = new MarketDays(panel, Blend.THREE_TO_ONE);
        for (LocalDate day : days.days()) {
            days.advance(day);
            assertThat(days.cheapest().stream().map(sale -> sale.span().name()).sorted().toList())
                    .isEqualTo(panel.onSale(day).stream().map(PricedSpan::name).sorted().toList());
        }
    }
}
