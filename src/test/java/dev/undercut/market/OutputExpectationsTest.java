package dev.undercut.market;

import static dev.undercut.market.Models.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.chat.Effort;
import dev.undercut.market.OutputExpectations.Tokens;
import org.junit.jupiter.api.Test;

class OutputExpectationsTest {
    private final OutputExpectations expectations =
            new OutputExpectations.Builder()
                    .add("*", Effort.DEFAULT, 400, 0)
                    .add("*reasoning", Effort.DEFAULT, 400, 1600)
                    .add("*reasoning", Effort.HIGH, 400, 4000)
                    .add("own", Effort.DEFAULT, 300, 0)
                    .add("middle", Effort.MEDIUM, 200, 900)
                    .build();

    @Test
    void a_models_own_row_comes_first_then_the_rule_of_its_kind() {
        assertThat(expectations.of(model("own"), Effort.DEFAULT)).isEqualTo(new Tokens(300, 0));
        assertThat(expectations.of(model("other"), Effort.DEFAULT)).isEqualTo(new Tokens(400, 0));
        assertThat(expectations.of(model("other"), Effort.HIGH)).isEqualTo(new Tokens(400, 0));
        assertThat(expectations.of(model("r", true), Effort.HIGH)).isEqualTo(new Tokens(400, 4000));
        assertThat(expectations.of(model("r", true), Effort.LOW)).isEqualTo(new Tokens(400, 1600));
    }

    @Test
    void a_medium_row_stands_for_the_default() {
        Tokens tokens = expectations.of(model("middle", true), Effort.DEFAULT);

        assertThat(tokens).isEqualTo(new Tokens(200, 900));
        assertThat(tokens.total()).isEqualTo(1100);
    }

    @Test
    void the_rules_must_be_there() {
        assertThatThrownBy(() -> new OutputExpectations.Builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("*reasoning");
    }
}
