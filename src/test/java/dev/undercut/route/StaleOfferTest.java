package dev.undercut.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Flag;
import dev.undercut.market.Provenance;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An offer that newer price lists miss is not chosen, and is called when it is named. */
class StaleOfferTest {
    private final Shop shop =
            new Shop()
                    .model("m", 60)
                    .model("gone", 60)
                    .offer("dead/m", "1", "1", StaleOfferTest::stale)
                    .offer("live/m", "5", "5")
                    .offer("dead/gone", "1", "1", StaleOfferTest::stale);

    @Test
    void a_stale_offer_is_not_chosen_for_its_model_nor_for_its_capability() {
        assertThat(chosen("m")).isEqualTo("live/m");
        assertThat(chosen("undercut/50")).isEqualTo("live/m");
        assertThat(shop.listing().callable()).extracting(Offer::name).containsExactly("live/m");
    }

    @Test
    void a_stale_offer_that_is_named_is_called() {
        assertThat(chosen("dead/m")).isEqualTo("dead/m");
    }

    @Test
    void a_model_that_only_stale_offers_sell_is_refused_with_their_names() {
        assertThat(shop.decide(Ask.of("gone")))
                .isInstanceOfSatisfying(
                        Decision.NoOffer.class,
                        none ->
                                assertThat(none.refusal().message())
                                        .contains("Newer price lists miss it")
                                        .contains("dead/gone"));
    }

    @Test
    void the_list_price_is_that_of_an_offer_that_is_not_stale() {
        Listing listing = shop.listing();

        assertThat(listing.listOffer(listing.book().model("m").orElseThrow()))
                .hasValueSatisfying(offer -> assertThat(offer.name()).isEqualTo("live/m"));
        assertThat(listing.listOffer(listing.book().model("gone").orElseThrow()))
                .hasValueSatisfying(offer -> assertThat(offer.name()).isEqualTo("dead/gone"));
    }

    private String chosen(String name) {
        return shop.decide(Ask.of(name)) instanceof Decision.Planned(Plan plan)
                ? plan.first().offer().name()
                : "none";
    }

    private static Offer stale(Offer offer) {
        return new Offer(
                offer.provider(),
                offer.model(),
                offer.upstreamId(),
                offer.price(),
                offer.context(),
                offer.maxOutput(),
                offer.features(),
                offer.kind(),
                new Provenance(null, null, null, List.of("test"), Set.of(), Set.of(Flag.STALE)));
    }
}
