package dev.undercut.compute.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ExtractorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "The answer is 42.                         | 42",
                "so 1,234,567 people                       | 1234567",
                "1 thousand, then 2,5                      | 5",
                "it costs $1,250.50 in all                 | 1250.5",
                "-3 degrees                                | -3",
                "we get −7                                 | -7",
                "5-3                                       | 3",
                "half is 1/2                               | 0.5",
                "a third: 1/3                              | 0.333333333333333333333333333333",
                "1 1/2 cups                                | 1.5",
                "\\frac{3}{4}                              | 0.75",
                "-\\frac{3}{4}                             | -0.75",
                "on 12/02/2019                             | 2019",
                "25%                                       | 25",
                "it is 25 percent                          | 25",
                "6.02e23 of them                           | 602000000000000000000000",
                "1.5 million                               | 1500000",
                "42 km                                     | 42",
                "0.50                                      | 0.5",
                ".5                                        | 0.5",
                "1{,}234                                   | 1234",
                "x2 and gpt4                               | nothing",
                "1e999999999                               | nothing",
                "no number here                            | nothing",
                "0/0 is undefined, 7/0 too                 | 0",
            })
    void the_last_number_is_found_however_it_is_written(String text, String number) {
        assertThat(extract("last_number", text)).isEqualTo(Optional.ofNullable(number));
    }

    @Property(tries = 300)
    void a_number_survives_its_thousands_separators(
            @ForAll @IntRange(min = -2_000_000_000, max = 2_000_000_000) int number) {
        String written = String.format(java.util.Locale.ROOT, "it is %,d units", number);
        assertThat(extract("last_number", written)).contains(Integer.toString(number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "The answer is (C).                        | C",
                "Answer: B                                 | B",
                "**Answer:** D) 12 apples                  | D",
                "I compare A and B. \\boxed{A}             | A",
                "\\boxed{\\text{E}}                        | E",
                "reasoning over (A) and (D)                | D",
                "c                                         | C",
                "F                                         | nothing",
                "A dog barks                               | nothing",
                "The answer is a good question             | nothing",
            })
    void the_option_is_found(String text, String letter) {
        assertThat(extract("choice", text)).isEqualTo(Optional.ofNullable(letter));
    }

    @Test
    void options_beyond_those_there_are_do_not_count() {
        assertThat(extract("choice:3", "(B) rather than (D)")).contains("B");
        assertThat(extract("choice:6", "Answer: F")).contains("F");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "so \\boxed{\\frac{1}{2}}                  | 0.5",
                "\\boxed{x^{2} + y_{1}}                    | x^{2}+y_{1}",
                "\\boxed{1} or rather \\boxed{ 2 }         | 2",
                "\\boxed{1,000}                            | 1000",
                "\\boxed{\\{1, 2\\}}                       | \\{1,2\\}",
                "\\boxed{unfinished                        | nothing",
                "no box                                    | nothing",
            })
    void braces_in_a_box_may_be_nested(String text, String content) {
        assertThat(extract("boxed", text)).isEqualTo(Optional.ofNullable(content));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "{\"answer\": 4.0}                         | 4",
                "Sure: {\"answer\": \"Paris.\"} - done     | paris",
                "{\"answer\": {\"b\": 1, \"a\": [2.50]}}   | {\"a\":[2.5],\"b\":1}",
                "{\"other\": 1}                            | nothing",
                "{\"answer\": null}                        | nothing",
                "{\"answer\": 1                            | nothing",
            })
    void a_value_of_json_is_found_and_written_in_one_form(String text, String value) {
        assertThat(extract("json:/answer", text)).isEqualTo(Optional.ofNullable(value));
    }

    @Test
    void json_in_a_fenced_block_is_found() {
        assertThat(extract("json:/a", "Look {here}:\n```json\n{\"a\": true}\n```\nDone."))
                .contains("true");
    }

    @Test
    void the_last_match_of_an_expression_counts_by_its_first_group() {
        assertThat(extract("regex:id=([a-z]+)", "id=ab, id=CD, id=ef.")).contains("ef");
        assertThat(extract("regex:[0-9]+", "1 22 333")).contains("333");
        assertThat(extract("regex:x+", "none")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "  **Paris**.    | PARIS",
                "\"Mount  Everest\" | mount everest",
                "ＡＢＣ           | abc",
            })
    void texts_that_people_call_the_same_are_one(String one, String other) {
        assertThat(extract("exact", one)).isPresent().isEqualTo(extract("exact", other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "Long talk with 3 steps.\\n\\n#### 1,024    | 1024",
                "Let me think, 1 + 1.\\nThe answer is $2$. | 2",
                "Final answer: Blue Whale                   | blue whale",
                "so it must be \\boxed{7}, not 8            | 7",
                "The answer is (b)                          | B",
                "Paris                                      | paris",
                "(B)                                        | B",
            })
    void auto_takes_what_the_text_marks_as_its_answer(String text, String answer) {
        assertThat(extract("auto", text.replace("\\n", "\n")))
                .isEqualTo(Optional.ofNullable(answer));
    }

    @Test
    void auto_abstains_where_a_long_text_marks_nothing() {
        assertThat(extract("auto", "It depends on many things. ".repeat(9))).isEmpty();
        assertThat(extract("auto", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "regex:(",
                "regex:(a)\\1",
                "regex:(?=a)b",
                "regex:",
                "json:answer",
                "choice:1",
                "choice:27",
                "choice:x",
                "last-number",
                "",
            })
    void what_cannot_be_is_refused_by_the_name_of_its_field(String spec) {
        Made<Extractor> made =
                switch (ExtractorSpec.named(spec)) {
                    case Made.Ready<ExtractorSpec>(ExtractorSpec read) -> Extractors.of(read);
                    case Made.Refused<ExtractorSpec>(String field, String message) ->
                            new Made.Refused<>(field, message);
                };
        assertThat(made)
                .isInstanceOfSatisfying(
                        Made.Refused.class,
                        refused -> {
                            assertThat(refused.field()).isEqualTo("extract");
                            assertThat(refused.message()).isNotBlank();
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(a|aa)+$",
                "(.*)*x",
                "(?:(?:(?:)*)*)*",
                "(a{1,30}){1,30}$",
            })
    void no_expression_takes_more_than_time_in_proportion_to_the_text(String pattern) {
        long before = System.nanoTime();
        extract("regex:" + pattern, "a".repeat(20_000) + "!");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"last_number", "boxed", "choice", "auto", "json:/a", "exact"})
    void long_and_odd_texts_take_time_in_proportion(String spec) {
        for (String piece :
                new String[] {"1,", "\\boxed{", "{\"a\":", "((", "9", " \n", "```\n", "\\frac{1"}) {
            long before = System.nanoTime();
            extract(spec, piece.repeat(100_000));
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as(piece)
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    private static Optional<String> extract(String spec, String text) {
        if (ExtractorSpec.named(spec) instanceof Made.Ready<ExtractorSpec>(ExtractorSpec read)
                && Extractors.of(read) instanceof Made.Ready<Extractor>(Extractor extractor)) {
            return extractor.extract(text);
        }
        throw new AssertionError("refused: " + spec);
    }
}
