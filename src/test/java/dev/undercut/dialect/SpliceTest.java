package dev.undercut.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SpliceTest {
    private static final byte[] SOURCE = "0123456789".getBytes(StandardCharsets.UTF_8);

    @Test
    void changes_are_made_in_the_order_of_their_places() {
        Splice splice =
                new Splice().insert(10, "end").remove(2, 4).replace(0, 1, "é").insert(5, "x");

        assertThat(splice.apply(SOURCE)).asString().isEqualTo("é14x56789end");
    }

    @Test
    void insertions_at_one_place_keep_their_order() {
        assertThat(new Splice().insert(3, "a").insert(3, "b").apply(SOURCE))
                .asString()
                .isEqualTo("012ab3456789");
    }

    @Test
    void without_changes_it_is_a_copy() {
        assertThat(new Splice().apply(SOURCE)).isEqualTo(SOURCE).isNotSameAs(SOURCE);
    }
}
