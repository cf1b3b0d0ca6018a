package dev.undercut.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Preferences;
import dev.undercut.chat.Refusal;
import dev.undercut.market.Book;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.PriceHistory;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.route.Names.Resolution;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final PriceHistory FACTS = MarketFacts.load().history();

    private final Shop shop =
            new Shop()
                    .model("gpt-4o", 60)
                    .model("gpt-4o-mini", 50)
                    .model("odd:best", 40)
                    .model("at@2024", 40)
                    .model("gemma", 40)
                    .alias("4o", "gpt-4o")
                    .alias("openai/gpt-4o-mini", "gpt-4o-mini")
                    .alias("azure/gpt-4o", "gpt-4o")
                    .offer("openai/gpt-4o", "2.5", "10")
                    .offer("openai/gpt-4o-mini", "0.15", "0.6")
                    .offer("azure/gpt-4o", "2.4", "10")
                    .offer("azure/gpt-4o-mini", "0.14", "0.6")
                    .offer("router/odd:best", "1", "1")
                    .offer("router/at@2024", "1", "1")
                    .offer("router/gemma", "1", "1", Shop.soldAs("google/gemma"))
                    .offer(
                            "router/gemma",
                            "0",
                            "0",
                            offer ->
                                    Shop.kind(Kind.FREE_TIER)
                                            .apply(Shop.soldAs("google/gemma:free").apply(offer)))
                    .policy(new Policy("auto", Preferences.NONE, Map.of()))
                    .policy(new Policy("Éco", Preferences.NONE, Map.of()))
                    .hint("azure", "set AZURE_KEY")
                    .configured("openai", "router", "google");

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, exactly gpt-4o",
        "GPT-4o, exactly gpt-4o",
        "4o, exactly gpt-4o",
        "openai/gpt-4o, exactly the offer openai/gpt-4o",
        "OpenAI/GPT-4o, exactly the offer openai/gpt-4o",
        "openai/4o, exactly the offer openai/gpt-4o",
        "openai/gpt-4o-mini, exactly the offer openai/gpt-4o-mini",
        "azure/gpt-4o, exactly gpt-4o",
        "odd:best, exactly odd:best",
        "router/odd:best, exactly the offer router/odd:best",
        "at@2024, exactly at@2024",
        "google/gemma, exactly gemma",
        "google/gemma:free, exactly the offer router/gemma",
        "router/google/gemma:free, exactly the offer router/gemma",
        "auto, policy auto",
        "undercut/auto, policy auto",
        "UNDERCUT/Auto, policy auto",
        "undercut/éco, policy Éco",
        "undercut/55, capability index of at least 55",
        "undercut/55.5, capability index of at least 55.5",
        "undercut/-3, capability index of at least -3",
        "undercut/gpt-4o, at least as capable as gpt-4o",
        "undercut/4O, at least as capable as gpt-4o",
        "undercut/openai/gpt-4o, at least as capable as gpt-4o",
        "undercut/azure/gpt-4o, at least as capable as gpt-4o",
        "undercut/google/gemma, at least as capable as gemma",
    })
    void a_name_means_this(String name, String meaning) {
        assertThat(shop.resolve(name)).isInstanceOf(Resolution.Found.class);
        assertThat(found(shop.resolve(name)).describe()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "undercut/55:vote-8@0.02", "undercut/auto:best", "gpt-4o:mcts-3",
                "openai/gpt-4o:cascade", "undercut/gpt-4o:abmcts@1", "odd:best:best-2",
                "gpt-4o:score-8", "gpt-4o:codet", "gpt-4o:best-16@$0.05"
            })
    void a_strategy_after_a_known_name_is_taken_off_and_no_name_of_its_own(String name) {
        int colon = name.lastIndexOf(':');
        assertThat(shop.suffixed(name).orElseThrow().base()).isEqualTo(name.substring(0, colon));
        assertThat(shop.suffixed(name.substring(0, colon))).isEmpty();
        Refusal refusal = refused(shop.resolve(name));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
        assertThat(refusal.code()).isEqualTo("compute_not_here");
        assertThat(refusal.param()).isEqualTo("model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-5o",
                "nobody/gpt-4o",
                "undercut/",
                "undercut/undercut/55",
                "55",
                "",
                "/",
                "x/",
                "undercut/nothing:vote-8",
                "nothing:best",
                "gpt-4o:free",
                "gpt-4o:voter",
                "nothing:vote-",
                "undercut/55,5",
                "openai/gemma",
                "openai/",
                "undercut/1e3",
                ":best"
            })
    void an_unknown_name_is_a_404_in_openais_words(String name) {
        Refusal refusal = refused(shop.resolve(name));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
        assertThat(refusal.code()).isEqualTo("model_not_found");
        assertThat(refusal.message()).startsWith("The model `" + name + "` does not exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-4o:vote-",
                "gpt-4o:vote-8@",
                "gpt-4o:vote-8@-1",
                "gpt-4o:vote-8@1e9",
                "gpt-4o:vote--3",
                "gpt-4o:vote-8.5",
                "gpt-4o:VOTE-8",
                "gpt-4o:vote-8:vote-8",
                "gpt-4o:magic-8",
                "gpt-4o:best-of-8",
                "gpt-4o:8@0.01",
                "undercut/55:vote-x",
                "odd:best:vote-"
            })
    void a_strategy_that_is_none_after_a_known_name_is_told_what_would_be_one(String name) {
        Refusal refusal = refused(shop.resolve(name));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
        assertThat(refusal.param()).isEqualTo("model");
        assertThat(refusal.message())
                .contains("is no strategy", ":STRATEGY[-N][@USD]", "cascade", "abmcts");
        assertThat(shop.suffixed(name)).isEmpty();
    }

    @Test
    void an_unknown_name_brings_the_nearest_ones() {
        assertThat(refused(shop.resolve("gpt4o-min")).message())
                .contains("Nearest names: gpt-4o-mini, gpt-4o.");
        assertThat(refused(shop.resolve("undercut/gpt4o")).message())
                .contains("Nearest names: undercut/gpt-4o");
        assertThat(refused(shop.resolve("undercut/atuo")).message()).contains("undercut/auto");
        assertThat(refused(shop.resolve("x".repeat(5_000))).message()).doesNotContain("Nearest");
    }

    @Test
    void an_unconfigured_provider_brings_what_would_configure_it() {
        assertThat(refused(shop.resolve("azure/gpt-9")).message())
                .contains("Provider azure is not configured: set AZURE_KEY.");
        assertThat(refused(shop.resolve("openai/gpt-9")).message()).doesNotContain("configured:");
    }

    @Test
    void a_canonical_name_at_a_provider_means_the_offer_sold_by_the_token() {
        Target target = found(shop.resolve("router/gemma"));
        assertThat(target).isInstanceOf(Target.ExactOffer.class);
        assertThat(((Target.ExactOffer) target).offer().kind()).isEqualTo(Kind.PAID);
    }

    @Test
    void every_model_id_of_the_real_book_means_that_model_whoever_is_configured() {
        for (Names names : List.of(names(Set.of()), names(allProviders()))) {
            for (Model model : book().models()) {
                for (String id : List.of(model.id(), model.id().toUpperCase(Locale.ROOT))) {
                    assertThat(names.resolve(id))
                            .as(id)
                            .isEqualTo(new Resolution.Found(new Target.ExactModel(model)));
                    assertThat(names.resolve("undercut/" + id))
                            .as(id)
                            .isEqualTo(new Resolution.Found(new Target.AtLeastModel(model)));
                }
            }
        }
    }

    @Test
    void every_alias_of_the_real_book_means_its_model_whoever_is_configured() {
        for (Names names : List.of(names(Set.of()), names(allProviders()))) {
            FACTS.aliases()
                    .forEach((alias, id) ->
                            assertThat(modelOf(found(names.resolve(alias))).id())
                                    .as(alias)
                                    .isEqualTo(id));
        }
    }

    private static List<Offer> sold() {
        return book().offers().stream().filter(offer -> !offer.has(Offer.Flag.STALE)).toList();
    }

    /** A stale offer may have an id that has come to mean something else since. */
    @Test
    void every_upstream_id_of_the_real_book_means_the_model_sold_under_it() {
        for (Names names : List.of(names(Set.of()), names(allProviders()))) {
            for (Offer offer : sold()) {
                assertThat(modelOf(found(names.resolve(offer.upstreamId()))))
                        .as(offer.upstreamId())
                        .isEqualTo(offer.model());
            }
        }
    }

    @Test
    void every_offer_of_the_real_book_can_be_named_where_its_provider_is_configured() {
        Names names = names(allProviders());
        for (Offer offer : sold()) {
            String own = offer.provider() + "/" + offer.upstreamId();
            assertThat(found(names.resolve(own))).as(own).isEqualTo(new Target.ExactOffer(offer));
            Target canonical = found(names.resolve(offer.name()));
            assertThat(((Target.ExactOffer) canonical).offer().name()).isEqualTo(offer.name());
        }
    }

    private static Book book() {
        return FACTS.book(Shop.NOON);
    }

    private static Set<String> allProviders() {
        Set<String> providers = new TreeSet<>();
        book().offers().forEach(offer -> providers.add(offer.provider()));
        return providers;
    }

    private static Names names(Set<String> configured) {
        Policy auto = new Policy("auto", Preferences.NONE, Map.of());
        return new Names(
                new Listing(book(), configured, Map.of(), Map.of()),
                new RouteSettings(Map.of("auto", auto), 0.8, "gpt-4o"));
    }

    private static Model modelOf(Target target) {
        return switch (target) {
            case Target.ExactModel(Model model) -> model;
            case Target.ExactOffer(Offer offer) -> offer.model();
            case Target.AtLeastModel _, Target.AtLeast _, Target.ByPolicy _ ->
                    throw new AssertionError(target.describe());
        };
    }

    private static Target found(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Found(Target target) -> target;
            case Resolution.Unknown(Refusal refusal) -> throw new AssertionError(refusal.message());
        };
    }

    private static Refusal refused(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Found(Target target) -> throw new AssertionError(target.describe());
            case Resolution.Unknown(Refusal refusal) -> refusal;
        };
    }
}
