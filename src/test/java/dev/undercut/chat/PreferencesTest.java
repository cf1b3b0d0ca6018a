package dev.undercut.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Preferences.Order;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreferencesTest {
    private static final Preferences ALL =
            new Preferences(
                    55.0,
                    0.9,
                    Map.of("mmlu", 80.0),
                    Usd.parse("0.01"),
                    PricePerMtok.parse("1"),
                    PricePerMtok.parse("4"),
                    100_000L,
                    80.0,
                    800.0,
                    Set.of(Feature.TOOLS),
                    List.of("openai"),
                    List.of("xai"),
                    Order.QUALITY,
                    List.of("gpt-4o"),
                    "s",
                    "t",
                    true,
                    true,
                    "{}");

    @Test
    void what_is_said_wins_and_what_is_not_said_is_filled() {
        assertThat(ALL.over(Preferences.NONE)).isEqualTo(ALL);
        assertThat(Preferences.NONE.over(ALL)).isEqualTo(ALL);
        assertThat(ALL.over(ALL)).isEqualTo(ALL);
        assertThat(Preferences.NONE.over(Preferences.NONE)).isEqualTo(Preferences.NONE);
    }

    @Test
    void one_word_of_the_request_replaces_that_word_of_the_policy_only() {
        Preferences request =
                new Preferences(
                        60.0,
                        null,
                        Map.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Set.of(),
                        List.of(),
                        List.of(),
                        Order.PRICE,
                        List.of(),
                        null,
                        null,
                        false,
                        false,
                        null);
        Preferences both = request.over(ALL);

        assertThat(both.qualityMin()).isEqualTo(60.0);
        assertThat(both.order()).isEqualTo(Order.PRICE);
        assertThat(both.confidence()).isEqualTo(0.9);
        assertThat(both.only()).containsExactly("openai");
    }
}
