package dev.undercut.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are questions that the sandbox understands. */
class QuestionsTest {

    private final Sandbox sandbox = new Sandbox(1);

    /** What the strongest model says most often. */
    private String settled(ObjectNode ask) {
        Sandbox.Reply reply = sandbox.send(ask.put("n", 9));
        var answers =
                IntStream.range(0, 9)
                        .mapToObj(i -> reply.choice(i).at("/message/content").asText())
                        .map(Sandbox::answerIn)
                        .toList();
        return answers.stream()
                .max((a, b) -> Long.compare(count(answers, a), count(answers, b)))
                .orElseThrow();
    }

    private static long count(Iterable<String> answers, String wanted) {
        long count = 0;
        for (String answer : answers) {
            count += answer.equals(wanted) ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is 17*23?|391",
                "17 times 23|391",
                "17 x 23 =|391",
                "compute (3+4)^2 - 5|44",
                "What's 1,234 + 1?|1235",
                "please calculate 2**10.|1024",
                "what is -3^2?|-9",
                "what is 2^3^2?|512",
                "How much is 10 / 4|2.5",
                "What is 10/3?|3.333333",
                "What is (1/3)*3?|1",
                "What is 15% of 80?|12",
                "What is the sum of 3 and 4?|7",
                "Subtract 3 from 10|7",
                "What is 7 mod 4?|3",
                "Solve $12 \\times 12$|144",
                "What is 5 / 0?|undefined",
                "12 squared|144",
                "Q: What is 2+2? A: 4 Q: What is 3*5? A:|15",
                "Question: What is 6*7? Think step by step and end with 'Answer: N'.|42",
            })
    void arithmetic_is_found_in_text(String text, String answer) {
        assertThat(settled(Sandbox.ask("sandbox-reasoner", text))).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello!",
                "Who won in 2020-2021?",
                "Write a poem about 3 cats",
                "See section 1.2-3 of the report",
                "What is 9^9^9^9?",
                "solve 2*x + 3 = 7",
                "",
            })
    void anything_else_is_answered_by_what_it_is(String text) {
        assertThat(sandbox.send(Sandbox.ask("sandbox-mini", text)).content())
                .contains("sandbox-mini, a simulated model")
                .contains("export OPENAI_API_KEY=");
    }

    @Test
    void only_the_last_message_of_the_user_counts() {
        ObjectNode ask = Sandbox.JSON.createObjectNode().put("model", "sandbox-reasoner");
        ask.putArray("messages");
        Sandbox.say(ask, "system", "You are a tutor. Example: What is 1+1? 2. Always be kind.");
        Sandbox.say(ask, "user", "What is 2+2?");
        Sandbox.say(ask, "assistant", "2 + 2 = 4\nAnswer: 4");
        Sandbox.say(ask, "user", "What is 6*7?");

        assertThat(settled(ask)).isEqualTo("42");
        assertThat(settled(Sandbox.say(ask, "user", "Thank you!"))).contains("simulated model");
    }

    @Test
    void who_wants_only_the_number_gets_it() {
        ObjectNode ask = Sandbox.ask("sandbox-large", "What is 17*23? Reply with only the number.");

        assertThat(sandbox.send(ask.put("seed", 42)).content()).matches("-?\\d+");
    }

    @Test
    void a_word_problem_is_read_over_line_breaks() {
        String text =
                "Solve:\nA farm has chickens and cows. They have 10 heads\nand 26 legs in all. How"
                        + " many cows\nare there?\nEnd with 'Answer: N'.";

        assertThat(settled(Sandbox.ask("sandbox-reasoner", text))).isEqualTo("3");
    }

    @Property(tries = 300)
    void no_text_breaks_it(@ForAll @StringLength(max = 400) String text) {
        assertThat(sandbox.send(Sandbox.ask("sandbox-mini", text)).status()).isEqualTo(200);
    }

    @Property(tries = 500)
    void no_formula_breaks_it(
            @ForAll
                    @StringLength(max = 200)
                    @CharRange(from = '0', to = '9')
                    @Chars({'+', '-', '*', '/', '^', '%', '(', ')', '.', ' ', ','})
                    String text) {
        assertThat(sandbox.send(Sandbox.ask("sandbox-mini", "What is " + text)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "1+", "9^", "1e999999999 + ", "17*23 = ", "24 1 2 3 4 make "})
    void a_flood_of_signs_costs_no_more_than_a_short_text(String sign) {
        String text = "What is " + sign.repeat(100_000 / sign.length());

        assertThat(sandbox.send(Sandbox.ask("sandbox-mini", text)).status()).isEqualTo(200);
    }
}
