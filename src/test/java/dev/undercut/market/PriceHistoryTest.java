package dev.undercut.market;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.market.Journal.Snapshot;
import dev.undercut.market.Offer.Flag;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceHistoryTest {
    private static final LocalDate DAY = LocalDate.parse("2026-01-01");

    @Test
    void a_price_holds_until_the_next_one_begins() {
        PriceHistory history = history(fact(10, 10, "5"), fact(20, 21, "4"));

        assertThat(input(history, 9)).isNull();
        assertThat(input(history, 10)).isEqualTo("5");
        assertThat(input(history, 19)).isEqualTo("5");
        assertThat(input(history, 20)).isEqualTo("4");
    }

    @Test
    void a_price_that_was_not_known_yet_does_not_end_the_one_before() {
        PriceHistory history = history(fact(10, 10, "5"), fact(20, 25, "4"));

        assertThat(input(history.asKnownOn(day(24)), 22)).isEqualTo("5");
        assertThat(input(history.asKnownOn(day(25)), 22)).isEqualTo("4");
        assertThat(input(history.asKnownOn(day(9)), 22)).isNull();
    }

    @Test
    void a_correction_supersedes_and_what_was_believed_stays_on_record() {
        PriceHistory history = history(fact(10, 10, "50"), fact(10, 15, "5"));

        assertThat(input(history, 11)).isEqualTo("5");
        assertThat(input(history.asKnownOn(day(14)), 11)).isEqualTo("50");
        assertThat(history.facts()).hasSize(2);
        assertThat(price(history, 11).id())
                .isEqualTo("p/m@2026-01-11~2026-01-16")
                .isNotEqualTo(price(history.asKnownOn(day(14)), 11).id());
    }

    @Test
    void of_two_facts_known_on_one_day_the_one_appended_later_holds() {
        assertThat(input(history(fact(10, 10, "5"), fact(10, 10, "6")), 11)).isEqualTo("6");
        assertThat(input(history(fact(10, 10, "6"), fact(10, 10, "5")), 11)).isEqualTo("5");
    }

    @Test
    void an_end_told_later_is_known_from_that_day() {
        Facts end = fact(10, 30, "5").until(40);
        PriceHistory history = history(fact(10, 10, "5"), end);

        assertThat(input(history, 39)).isEqualTo("5");
        assertThat(input(history, 40)).isNull();
        assertThat(input(history.asKnownOn(day(29)), 45)).isEqualTo("5");
        assertThat(input(history.asKnownOn(day(30)), 45)).isNull();
    }

    @Test
    void an_end_written_down_with_hindsight_was_not_known_before_it_came() {
        PriceHistory history = history(fact(10, 10, "5").until(40));

        assertThat(input(history.asKnownOn(day(39)), 45)).isEqualTo("5");
        assertThat(input(history.asKnownOn(day(40)), 45)).isNull();
    }

    @Test
    void an_announced_end_is_known_with_its_fact() {
        PriceHistory history =
                history(fact(10, 10, "5").until(40).sure(PriceFact.Confidence.ANNOUNCED));

        assertThat(input(history.asKnownOn(day(10)), 39)).isEqualTo("5");
        assertThat(input(history.asKnownOn(day(10)), 40)).isNull();
    }

    @Test
    void an_announced_price_is_known_before_its_day() {
        PriceHistory history = history(fact(10, 10, "5"), fact(50, 20, "9"));

        assertThat(input(history.asKnownOn(day(19)), 50)).isEqualTo("5");
        assertThat(input(history.asKnownOn(day(20)), 49)).isEqualTo("5");
        assertThat(input(history.asKnownOn(day(20)), 50)).isEqualTo("9");
    }

    @Test
    void tiers_have_histories_of_their_own() {
        PriceHistory history =
                history(
                        fact(10, 10, "5"),
                        fact(12, 12, "10").of(new PriceTier.Above(1000)).until(20),
                        fact(15, 15, "2")
                                .of(new PriceTier.During(TimeWindow.parse("01:00-02:00"))));
        Instant inside = day(16).atTime(1, 30).toInstant(ZoneOffset.UTC);

        assertThat(price(history, 11).ratesFor(2000, at(11)).input()).isEqualTo(usd("5"));
        assertThat(price(history, 16).ratesFor(2000, at(16)).input()).isEqualTo(usd("10"));
        assertThat(price(history, 16).ratesFor(10, inside).input()).isEqualTo(usd("2"));
        assertThat(price(history, 20).ratesFor(2000, at(20)).input()).isEqualTo(usd("5"));
        assertThat(price(history, 16).id()).isNotEqualTo(price(history, 11).id());
    }

    @Test
    void an_offer_missing_from_a_newer_reading_of_its_source_is_stale() {
        Facts seen = fact(10, 10, "5").seen(20).by("list");

        assertThat(flags(history(List.of(seen), new Snapshot("list", day(20))), 30)).isEmpty();
        assertThat(flags(history(List.of(seen), new Snapshot("list", day(25))), 30))
                .containsExactly(Flag.STALE);
        assertThat(flags(history(List.of(seen), new Snapshot("list", day(25))), 24)).isEmpty();
        assertThat(flags(history(List.of(seen), new Snapshot("other", day(25))), 30)).isEmpty();
    }

    @Test
    void an_offer_that_another_source_still_lists_is_not_stale() {
        List<Facts> facts =
                List.of(
                        fact(10, 10, "5").seen(20).by("list"),
                        fact(10, 24, "5").seen(24).by("other"));
        Snapshot[] read = {new Snapshot("list", day(25)), new Snapshot("other", day(24))};

        assertThat(flags(history(facts, read), 30)).isEmpty();
        assertThat(flags(history(facts, read[0], new Snapshot("other", day(26))), 30))
                .containsExactly(Flag.STALE);
    }

    @Test
    void a_source_that_dropped_an_offer_earlier_does_not_keep_it() {
        Facts fact = fact(10, 10, "5").seen(25).by("list until 2026-01-15", "other");
        Snapshot list = new Snapshot("list", day(20));

        assertThat(flags(history(List.of(fact), list, new Snapshot("other", day(25))), 30))
                .isEmpty();
        assertThat(flags(history(List.of(fact), list, new Snapshot("other", day(26))), 30))
                .containsExactly(Flag.STALE);
    }

    @Test
    void a_later_reading_changes_nothing_in_what_was_known() {
        PriceHistory history =
                history(
                        List.of(fact(10, 10, "5").seen(20).by("list")),
                        new Snapshot("list", day(25)));

        assertThat(flags(history.asKnownOn(day(24)), 30)).isEmpty();
        assertThat(flags(history.asKnownOn(day(25)), 30)).containsExactly(Flag.STALE);
    }

    @Test
    void age_alone_only_warns_and_never_of_a_makers_own_offer() {
        assertThat(flags(history(fact(10, 10, "5").seen(20)), 110)).isEmpty();
        assertThat(flags(history(fact(10, 10, "5").seen(20)), 111)).containsExactly(Flag.OLD);
        assertThat(flags(history(fact(10, 10, "5").seen(20).at("maker")), 900)).isEmpty();
    }

    @Test
    void an_offer_is_retired_from_its_day_on_and_keeps_its_price() {
        PriceHistory history = history(fact(10, 10, "5").note("retired 2026-02-01"));

        assertThat(only(history, 30).kind()).isEqualTo(Offer.Kind.PAID);
        assertThat(only(history, 31).kind()).isEqualTo(Offer.Kind.RETIRED);
        assertThat(only(history, 31).flags()).containsExactly(Flag.RETIRED);
        assertThat(only(history.asKnownOn(day(30)), 31).kind()).isEqualTo(Offer.Kind.PAID);
        assertThat(history.spells().getFirst().soldUntil()).isEqualTo(day(31));
    }

    @Test
    void remarks_become_flags() {
        PriceHistory history =
                history(
                        fact(10, 10, "5")
                                .note("quantised: fp8", "variant: fast", "disputed: x says 1/2"));

        assertThat(flags(history, 12)).containsExactly(Flag.DISPUTED, Flag.QUANTISED, Flag.VARIANT);
        assertThat(flags(history(fact(10, 10, "0")), 12)).containsExactly(Flag.FREE);
        assertThat(flags(history(fact(10, 10, "5").note("stale since 2026-01-21: doubt")), 30))
                .containsExactly(Flag.STALE);
    }

    @Test
    void a_price_names_all_its_sources_and_its_first_and_last_day() {
        PriceHistory history =
                history(fact(10, 12, "5").seen(14).by("one"), fact(10, 15, "5").seen(19).by("two"));
        Provenance known = only(history, 16).provenance();

        assertThat(known.sources()).containsExactly("one", "two");
        assertThat(known.validFrom()).isEqualTo(day(10));
        assertThat(known.knownOn()).isEqualTo(day(12));
        assertThat(known.seenOn()).isEqualTo(day(19));
        assertThat(only(history.asKnownOn(day(13)), 16).provenance().seenOn()).isEqualTo(day(13));
        assertThat(only(history.asKnownOn(day(13)), 16).provenance().sources())
                .containsExactly("one");
    }

    @Test
    void a_fact_about_an_unknown_model_makes_no_offer() {
        PriceHistory history =
                new PriceHistory(List.of(), Map.of(), List.of(fact(10, 10, "5").fact()), List.of());

        assertThat(history.offers(at(11))).isEmpty();
        assertThat(history.factsOn(day(11))).hasSize(1);
    }

    @Test
    void the_next_change_is_the_next_first_or_last_day() {
        PriceHistory history = history(fact(10, 10, "5"), fact(20, 20, "4").until(30));

        assertThat(history.nextChange(at(1))).isEqualTo(midnight(10));
        assertThat(history.nextChange(midnight(10))).isEqualTo(midnight(20));
        assertThat(history.nextChange(at(20))).isEqualTo(midnight(30));
        assertThat(history.nextChange(at(30))).isNull();
    }

    @Property
    void what_becomes_known_later_never_changes_what_was_known(
            @ForAll("facts") List<Facts> facts, @ForAll @IntRange(max = 60) int known) {
        PriceHistory all = history(facts);
        PriceHistory then = history(facts.stream().filter(fact -> fact.known <= known).toList());

        for (int day = 0; day <= 60; day++) {
            assertThat(all.asKnownOn(day(known)).offers(at(day)))
                    .isEqualTo(then.asKnownOn(day(known)).offers(at(day)));
        }
    }

    @Property
    void on_each_day_at_most_one_price_of_an_offer_holds_and_it_is_the_latest_begun(
            @ForAll("facts") List<Facts> facts, @ForAll @IntRange(max = 60) int on) {
        List<PriceFact> holding = history(facts).factsOn(day(on));

        assertThat(holding.size()).isLessThanOrEqualTo(1);
        int latest =
                facts.stream().filter(f -> f.from <= on).mapToInt(Facts::from).max().orElse(-1);
        assertThat(holding).allMatch(fact -> fact.validFrom().equals(day(latest)));
    }

    @Property
    void knowledge_of_the_last_day_is_all_knowledge_of_the_past(
            @ForAll("facts") List<Facts> facts, @ForAll @IntRange(max = 60) int on) {
        PriceHistory history = history(facts);

        assertThat(history.asKnownOn(day(200)).offers(at(on))).isEqualTo(history.offers(at(on)));
    }

    @Provide
    Arbitrary<List<Facts>> facts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 30).injectNull(0.5))
                .as((from, known, price, days) -> {
                    Facts fact = fact(from, known, String.valueOf(price));
                    return days == null ? fact : fact.until(from + days);
                })
                .list()
                .ofMaxSize(6);
    }

    /** A fact in the making; days are counted from the first of January. */
    record Facts(
            String provider,
            PriceTier tier,
            int from,
            @Nullable Integer to,
            int known,
            int seen,
            String price,
            PriceFact.Confidence confidence,
            List<String> notes,
            List<String> sources) {

        Facts until(int day) {
            return new Facts(
                    provider, tier, from, day, known, seen, price, confidence, notes, sources);
        }

        Facts seen(int day) {
            return new Facts(
                    provider, tier, from, to, known, day, price, confidence, notes, sources);
        }

        Facts by(String... names) {
            return new Facts(
                    provider,
                    tier,
                    from,
                    to,
                    known,
                    seen,
                    price,
                    confidence,
                    notes,
                    List.of(names));
        }

        Facts note(String... words) {
            return new Facts(
                    provider,
                    tier,
                    from,
                    to,
                    known,
                    seen,
                    price,
                    confidence,
                    List.of(words),
                    sources);
        }

        Facts at(String seller) {
            return new Facts(
                    seller, tier, from, to, known, seen, price, confidence, notes, sources);
        }

        Facts of(PriceTier other) {
            return new Facts(
                    provider, other, from, to, known, seen, price, confidence, notes, sources);
        }

        Facts sure(PriceFact.Confidence how) {
            return new Facts(provider, tier, from, to, known, seen, price, how, notes, sources);
        }

        PriceFact fact() {
            return new PriceFact(
                    provider,
                    "m",
                    "m",
                    tier,
                    day(from),
                    to == null ? null : day(to),
                    day(known),
                    day(seen),
                    Rates.of(usd(price), usd(price)),
                    Usd.ZERO,
                    null,
                    null,
                    null,
                    confidence,
                    Set.copyOf(notes),
                    sources);
        }
    }

    private static Facts fact(int from, int known, String price) {
        return new Facts(
                "p",
                PriceTier.STANDARD,
                from,
                null,
                known,
                Math.max(from, known),
                price,
                PriceFact.Confidence.OBSERVED,
                List.of(),
                List.of("test"));
    }

    private static PriceHistory history(Facts... facts) {
        return history(List.of(facts));
    }

    private static PriceHistory history(List<Facts> facts, Snapshot... read) {
        List<PriceFact> made = new ArrayList<>();
        facts.forEach(fact -> made.add(fact.fact()));
        return new PriceHistory(List.of(Models.model("m")), Map.of(), made, List.of(read));
    }

    private static Offer only(PriceHistory history, int day) {
        List<Offer> offers = history.offers(at(day));
        assertThat(offers).hasSize(1);
        return offers.getFirst();
    }

    private static Set<Flag> flags(PriceHistory history, int day) {
        return only(history, day).flags();
    }

    private static PriceSchedule price(PriceHistory history, int day) {
        return Objects.requireNonNull(only(history, day).price());
    }

    private static @Nullable String input(PriceHistory history, int day) {
        return history.offers(at(day)).stream()
                .findFirst()
                .map(offer -> Objects.requireNonNull(offer.price()).base().input().plain())
                .orElse(null);
    }

    private static PricePerMtok usd(String price) {
        return PricePerMtok.parse(price);
    }

    private static LocalDate day(int number) {
        return DAY.plusDays(number);
    }

    private static Instant at(int number) {
        return midnight(number).plusSeconds(12 * 3600);
    }

    private static Instant midnight(int number) {
        return day(number).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
