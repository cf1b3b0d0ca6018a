package dev.undercut.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Preferences;
import dev.undercut.dialect.ListedModel;
import dev.undercut.dispatch.RequestLimits;
import dev.undercut.dispatch.Serving;
import dev.undercut.dispatch.Upstreams;
import dev.undercut.dispatch.cache.ResponseCache;
import dev.undercut.dispatch.walk.Patience;
import dev.undercut.market.Book;
import dev.undercut.market.Capability;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.money.Usd;
import dev.undercut.route.Listing;
import dev.undercut.route.Policy;
import dev.undercut.route.RouteSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListedModelsTest {
    private static final Model REAL = model("real", Capability.unrated());
    private static final Model RATED_HERE =
            model("real", new Capability.Rated(50, 0, Capability.Scale.MARKET, "test"));
    private static final Model SIMULATED = model("sim", Capability.unrated());

    @Test
    void simulated_models_are_listed_while_there_is_nothing_else() {
        assertThat(ids(serving("sandbox"))).containsExactly("undercut/auto", "sim");
    }

    @Test
    void simulated_models_leave_the_list_once_real_ones_can_be_called_but_still_have_a_name() {
        Serving serving = serving("sandbox", "p");
        assertThat(ids(serving)).containsExactly("undercut/auto", "real");
        assertThat(ListedModels.one(serving, "sim"))
                .hasValueSatisfying(model -> assertThat(model.id()).isEqualTo("sim"));
    }

    @Test
    void a_model_that_one_provider_rates_differently_is_listed_once() {
        assertThat(ids(serving("p", "q"))).containsExactly("undercut/auto", "real");
    }

    private static List<String> ids(Serving serving) {
        return ListedModels.list(serving).stream().map(ListedModel::id).toList();
    }

    private static Serving serving(String... configured) {
        List<Offer> offers =
                List.of(
                        offer("p", REAL, Kind.PAID),
                        offer("q", RATED_HERE, Kind.PAID),
                        offer("sandbox", SIMULATED, Kind.SIMULATED));
        Book book =
                new Book(
                        Instant.parse("2026-11-21T12:00:00Z"),
                        List.of(REAL, SIMULATED),
                        Map.of(),
                        offers);
        Policy auto = new Policy("auto", Preferences.NONE, Map.of());
        return new Serving(
                new Listing(book, Set.of(configured), Map.of(), Map.of()),
                new RouteSettings(Map.of("auto", auto), 0.8, "real"),
                new Upstreams(Map.of()),
                new Patience(
                        4,
                        1,
                        Duration.ofSeconds(5),
                        null,
                        null,
                        Duration.ofHours(1),
                        new Patience.Hedge(false, Usd.ZERO, 0.1),
                        true,
                        Duration.ofSeconds(15)),
                true,
                new RequestLimits(128, null),
                new ResponseCache(InstantSource.system()),
                Map.of());
    }

    private static Offer offer(String provider, Model model, Kind kind) {
        return new Offer(provider, model, model.id(), null, null, null, Set.of(), kind, "test");
    }

    private static Model model(String id, Capability capability) {
        return new Model(
                id,
                id,
                "maker",
                null,
                null,
                false,
                null,
                null,
                Set.of(),
                null,
                capability,
                Map.of(),
                "test");
    }
}
