package dev.undercut.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCounterTest {
    private static final TokenCounter COUNTER = new TokenCounter();
    private static final String CL100K = "cl100k_base";
    private static final String O200K = "o200k_base";

    private record Words(List<String> texts, int images, int lowDetailImages) implements Prompt {
        static Words of(String... texts) {
            return new Words(List.of(texts), 0, 0);
        }

        @Override
        public long textBytes() {
            return texts.stream().mapToLong(t -> t.getBytes(StandardCharsets.UTF_8).length).sum();
        }

        @Override
        public int messages() {
            return texts.size();
        }

        @Override
        public String text() {
            return String.join("\n", texts);
        }
    }

    /** The table of OpenAI's cookbook, "How to count tokens with tiktoken", section 5. */
    @ParameterizedTest
    @CsvSource({
        "antidisestablishmentarianism, 6, 6",
        "2 + 2 = 4, 7, 7",
        "お誕生日おめでとう, 9, 8",
        "tiktoken is great!, 6, 6",
    })
    void texts_are_counted_as_the_cookbook_counts_them(String text, int cl100k, int o200k) {
        long frame = COUNTER.count(Words.of(""), O200K).count();

        assertThat(COUNTER.count(Words.of(text), CL100K))
                .isEqualTo(new InputTokens(cl100k + frame, true));
        assertThat(COUNTER.count(Words.of(text), O200K))
                .isEqualTo(new InputTokens(o200k + frame, true));
    }

    /** The API reference's example of a chat completion reports 19 prompt tokens for these two. */
    @Test
    void a_conversation_counts_what_openai_reports_for_it() {
        assertThat(COUNTER.count(Words.of("Hello!"), O200K).count()).isEqualTo(9);
        assertThat(COUNTER.count(Words.of("You are a helpful assistant.", "Hello!"), O200K).count())
                .isEqualTo(19);
    }

    @Test
    void texts_of_two_fields_are_never_joined_into_one_token() {
        long apart = COUNTER.count(Words.of("Hello.", "\n\n"), O200K).count();

        assertThat(apart)
                .isEqualTo(
                        COUNTER.count(Words.of("Hello."), O200K).count()
                                + COUNTER.count(Words.of("\n\n"), O200K).count()
                                - TokenCounter.PER_ANSWER);
    }

    @Test
    void marks_of_the_tokeniser_in_a_text_are_text() {
        assertThat(COUNTER.count(Words.of("<|endoftext|>"), O200K).count()).isGreaterThan(10);
    }

    @Test
    void text_up_to_16_kb_is_counted_and_longer_text_estimated() {
        InputTokens most = COUNTER.count(Words.of("a ".repeat(8 * 1024)), O200K);
        InputTokens more = COUNTER.count(Words.of("a ".repeat(8 * 1024) + "a"), O200K);

        assertThat(most.exact()).isTrue();
        assertThat(most.count()).isBetween(8_000L, 9_000L);
        assertThat(more)
                .isEqualTo(
                        new InputTokens(
                                4097 + TokenCounter.PER_MESSAGE + TokenCounter.PER_ANSWER, false));
    }

    @Test
    void without_a_known_tokeniser_the_rule_of_four_bytes_counts() {
        Words words = Words.of("x".repeat(401));

        assertThat(COUNTER.count(words, null))
                .isEqualTo(new InputTokens(TokenCounter.estimate(words), false));
        assertThat(COUNTER.count(words, "no_such_tokeniser"))
                .isEqualTo(new InputTokens(TokenCounter.estimate(words), false));
        assertThat(TokenCounter.estimate(words))
                .isEqualTo(101 + TokenCounter.PER_MESSAGE + TokenCounter.PER_ANSWER);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "4, 1", "5, 2", "4000000000, 1000000000"})
    void an_estimate_is_rounded_up(long bytes, long tokens) {
        assertThat(TokenCounter.textEstimate(bytes)).isEqualTo(tokens);
    }

    @Test
    void images_cost_what_the_guide_says_and_make_a_count_an_estimate() {
        long plain = COUNTER.count(Words.of("look"), O200K).count();
        InputTokens seen = COUNTER.count(new Words(List.of("look"), 2, 3), O200K);

        assertThat(seen).isEqualTo(new InputTokens(plain + 2 * 765 + 3 * 85, false));
        assertThat(TokenCounter.estimate(new Words(List.of("look"), 1, 0)))
                .isEqualTo(TokenCounter.estimate(Words.of("look")) + 765);
    }

    @Test
    void a_word_without_end_is_counted_in_reasonable_time() {
        assertThat(COUNTER.count(Words.of("a".repeat(16 * 1024)), O200K).count())
                .isBetween(1_000L, 16_384L);
    }

    @Test
    void half_a_character_is_no_reason_to_fail() {
        assertThat(COUNTER.count(Words.of("x\ud83dy"), O200K).count()).isPositive();
    }
}
