package dev.undercut.market;

import static dev.undercut.market.Models.model;
import static dev.undercut.market.Models.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BookTest {
    private static final Instant AT = Instant.parse("2026-11-21T00:00:00Z");
    private static final Model SMALL = model("Small-1");
    private static final Model LARGE = model("large-2");
    private static final Offer PLAIN = offer("here", SMALL, "Vendor/Small:1@x");
    private static final Offer FAST = offer("here", SMALL, "small-fast");
    private static final Offer THERE = offer("there", SMALL, "small-1");

    private final Book book =
            new Book(
                    AT,
                    List.of(SMALL, LARGE),
                    Map.of("The-Small", "small-1", "large-2", "small-1"),
                    List.of(PLAIN, FAST, THERE));

    @Test
    void it_describes_an_instant() {
        assertThat(book.at()).isEqualTo(AT);
        assertThat(book.models()).containsExactly(SMALL, LARGE);
        assertThat(book.offers()).containsExactly(PLAIN, FAST, THERE);
        assertThat(book.names()).contains("Small-1", "large-2", "the-small");
    }

    @Test
    void names_are_compared_without_case() {
        assertThat(book.model("SMALL-1")).contains(SMALL);
        assertThat(book.model("the-small")).contains(SMALL);
        assertThat(book.offer("HERE", "small-1")).contains(PLAIN);
        assertThat(book.offersByUpstreamId("vendor/small:1@X")).containsExactly(PLAIN);
    }

    @Test
    void an_id_means_itself_before_it_means_an_alias() {
        assertThat(book.model("large-2")).contains(LARGE);
    }

    @Test
    void an_offer_is_found_by_id_alias_and_the_providers_own_id() {
        assertThat(book.offer("here", "small-1")).contains(PLAIN);
        assertThat(book.offer("here", "The-Small")).contains(PLAIN);
        assertThat(book.offer("here", "small-fast")).contains(FAST);
        assertThat(book.offer("here", "Vendor/Small:1@x")).contains(PLAIN);
        assertThat(book.offer("there", "small-1")).contains(THERE);
        assertThat(book.offer("there", "small-fast")).isEmpty();
        assertThat(book.offer("nowhere", "small-1")).isEmpty();
    }

    @Test
    void a_model_that_nobody_sells_is_known_and_has_no_offers() {
        assertThat(book.offersOf(LARGE)).isEmpty();
        assertThat(book.offersOf(SMALL)).containsExactly(PLAIN, FAST, THERE);
        assertThat(book.model("unheard-of")).isEmpty();
        assertThat(book.offersByUpstreamId("unheard-of")).isEmpty();
    }

    @Test
    void an_offer_or_alias_of_an_unknown_model_is_refused() {
        assertThatThrownBy(() -> new Book(AT, List.of(), Map.of(), List.of(PLAIN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("here/Small-1");
        assertThatThrownBy(() -> new Book(AT, List.of(SMALL), Map.of("x", "gone"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gone");
    }
}
