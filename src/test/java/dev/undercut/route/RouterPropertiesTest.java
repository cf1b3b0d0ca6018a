package dev.undercut.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Feature;
import dev.undercut.chat.Usage;
import dev.undercut.market.Capability;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Capability.Scale;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.PriceSchedule.ContextTier;
import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** What holds in any market. */
class RouterPropertiesTest {
    private static final List<Kind> KINDS = List.of(Kind.values());

    @Property(tries = 120)
    void every_quote_of_a_plan_meets_the_floor_and_the_ceilings(@ForAll long seed) {
        Random random = new Random(seed);
        Shop shop = market(random, 60);
        double floor = 30 + random.nextInt(50);
        Ask ask =
                Ask.of("undercut/" + floor)
                        .bytes(random.nextInt(100_000))
                        .needs(Feature.TOOLS)
                        .with("{'max_usd_per_mtok': {'input': 5, 'output': 8}}");
        if (!(shop.decide(ask) instanceof Decision.Planned(Plan plan))) {
            return;
        }
        for (Quote quote : plan.quotes()) {
            Offer offer = quote.offer();
            assertThat(offer.model().capability())
                    .isInstanceOfSatisfying(
                            Rated.class,
                            rated ->
                                    assertThat(rated.probabilityAtLeast(floor))
                                            .isGreaterThan(0.8 - 1e-6));
            assertThat(offer.kind()).isIn(Kind.PAID, Kind.OWN_HARDWARE);
            assertThat(offer.features()).contains(Feature.TOOLS);
            assertThat(offer.context() == null ? 2_048 : offer.context())
                    .isGreaterThan(quote.inputTokens());
            PriceSchedule price = Objects.requireNonNull(offer.price());
            Rates rates = price.ratesFor(quote.inputTokens(), Shop.NOON);
            assertThat(rates.input()).isLessThanOrEqualTo(PricePerMtok.parse("5"));
            assertThat(rates.output()).isLessThanOrEqualTo(PricePerMtok.parse("8"));
        }
    }

    @Property(tries = 120)
    void nothing_adequate_outside_a_plan_is_cheaper_and_everything_is_accounted_for(
            @ForAll long seed) {
        Random random = new Random(seed);
        Shop shop = market(random, 120);
        Ask ask =
                Ask.of(random.nextInt(5) == 0 ? "m1" : "undercut/" + (20 + random.nextInt(60)))
                        .bytes(random.nextInt(100_000));
        Explanation explained = shop.explain(ask);
        assertThat(explained.decision()).isEqualTo(shop.decide(ask));
        List<Quote> quotes =
                explained.decision() instanceof Decision.Planned(Plan plan)
                        ? plan.quotes()
                        : List.of();
        assertThat(quotes.size()).isLessThanOrEqualTo(Shortlist.SIZE);
        assertThat(quotes)
                .filteredOn(quote -> quote.offer().kind() != Kind.FREE_TIER)
                .extracting(Quote::expected)
                .isSorted();
        Set<Offer> taken = quotes.stream().map(Quote::offer).collect(Collectors.toSet());
        assertThat(taken).hasSameSizeAs(quotes);
        Listing listing = shop.listing();
        List<Offer> candidates =
                ask.model().equals("m1")
                        ? listing.callable(listing.book().model("m1").orElseThrow())
                        : listing.callable();
        List<Offer> accounted = new ArrayList<>(taken);
        for (Rejection rejection : explained.rejections()) {
            accounted.add(rejection.offer());
            assertThat(rejection.misses()).isNotEmpty();
            if (rejection.misses().getFirst().startsWith("adequate")) {
                assertThat(quotes).hasSize(Shortlist.SIZE);
                Usd beaten =
                        shop.plan(Ask.of(exact(rejection.offer())).bytes(ask.bytes()))
                                .first()
                                .expected();
                assertThat(beaten).isGreaterThanOrEqualTo(quotes.getLast().expected());
            }
        }
        assertThat(accounted).containsExactlyInAnyOrderElementsOf(candidates);
    }

    @Property(tries = 200)
    void a_request_never_costs_more_than_its_budget(@ForAll long seed) {
        Random random = new Random(seed);
        Shop shop = market(random, 30);
        Usd most = new Usd(1 + Math.floorMod(random.nextLong(), 20_000_000_000L));
        Ask plain =
                Ask.of("undercut/0")
                        .bytes(random.nextInt(20_000))
                        .choices(1 + random.nextInt(4))
                        .with("{'max_usd': " + most.plain() + "}");
        Ask ask = random.nextBoolean() ? plain.maxOutput(1 + random.nextInt(20_000)) : plain;
        if (!(shop.decide(ask) instanceof Decision.Planned(Plan plan))) {
            return;
        }
        for (Quote quote : plan.quotes()) {
            Offer offer = quote.offer();
            long limit = firstOf(quote.outputLimit(), ask.maxOutput(), offer.maxOutput());
            long written = limit * ask.choices();
            assertThat(quote.worst()).isLessThanOrEqualTo(most);
            assertThat(quote.expected()).isLessThanOrEqualTo(quote.worst());
            assertThat(quote.outputTokens()).isLessThanOrEqualTo(written);
            for (long read : new long[] {0, quote.inputTokens(), ask.bytes() + 6}) {
                for (Usage usage : allKinds(read, written)) {
                    assertThat(Shop.cost(offer, usage)).isLessThanOrEqualTo(most);
                }
            }
        }
    }

    private static String exact(Offer offer) {
        return offer.provider() + "/" + offer.upstreamId();
    }

    private static long firstOf(
            @Nullable Long lowered, @Nullable Long clients, @Nullable Long offers) {
        return lowered != null ? lowered : clients != null ? clients : offers == null ? 0 : offers;
    }

    private static List<Usage> allKinds(long read, long written) {
        return List.of(
                new Usage(read, 0, 0, 0, written, 0),
                new Usage(0, read, 0, 0, 0, written),
                new Usage(0, 0, read, 0, written, 0),
                new Usage(0, 0, 0, read, 0, written));
    }

    /** Models and offers of every sort; prices from free to 20 dollars for a million tokens. */
    private static Shop market(Random random, int offers) {
        Shop shop = new Shop();
        for (int i = 0; i < 12; i++) {
            if (random.nextBoolean()) {
                shop.model("m" + i, capability(random));
            } else {
                shop.thinker("m" + i, 20 + 60 * random.nextDouble());
            }
        }
        for (int i = 0; i < offers; i++) {
            String name = "p" + i + "/m" + random.nextInt(12);
            PriceSchedule price = schedule(name, random);
            Kind kind = KINDS.get(Math.max(0, random.nextInt(16) - 11));
            Long context = random.nextInt(10) == 0 ? null : 1_000L + random.nextInt(200_000);
            Set<Feature> features =
                    random.nextInt(4) == 0 ? Set.of() : EnumSet.of(Feature.TOOLS, Feature.VISION);
            shop.offer(
                    name,
                    "1",
                    "1",
                    offer -> {
                        Offer priced = Shop.price(price).apply(Shop.kind(kind).apply(offer));
                        return Shop.facts(context, 16_000L, features).apply(priced);
                    });
        }
        return shop;
    }

    private static Capability capability(Random random) {
        return random.nextInt(4) == 0
                ? Capability.unrated()
                : new Rated(
                        20 + 60 * random.nextDouble(),
                        6 * random.nextDouble(),
                        Scale.MARKET,
                        "drawn");
    }

    private static PriceSchedule schedule(String id, Random random) {
        List<ContextTier> tiers =
                random.nextInt(3) == 0
                        ? List.of(new ContextTier(random.nextInt(20_000), rates(random)))
                        : List.of();
        Usd fee = random.nextInt(4) == 0 ? new Usd(random.nextInt(1_000_000_000)) : Usd.ZERO;
        return new PriceSchedule(id, rates(random), tiers, List.of(), fee);
    }

    private static Rates rates(Random random) {
        return new Rates(
                price(random),
                maybe(random),
                maybe(random),
                maybe(random),
                price(random),
                maybe(random));
    }

    private static @Nullable PricePerMtok maybe(Random random) {
        return random.nextBoolean() ? null : price(random);
    }

    private static PricePerMtok price(Random random) {
        return new PricePerMtok(random.nextInt(10) == 0 ? 0 : random.nextInt(20_000_000));
    }
}
