package dev.undercut.compute.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.compute.Strategy.Trust;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tells a right answer, as clients ask for it. {@link Verifiers} checks and makes it. */
public sealed interface VerifierSpec {
    /** How far its word can be trusted. */
    default Trust trust() {
        return Trust.STRONG;
    }

    /** The answer is that text, apart from case, white space and marks around it. */
    record Exact(String expected) implements VerifierSpec {}

    /**
     * The answer is that number.
     *
     * @param expected as people write numbers: {@code 1,250}, {@code 3/4}, {@code 12.5%}
     * @param tolerance the largest difference that passes, 0 or more
     * @param relative whether the tolerance is a share of the expected number
     */
    record Numeric(String expected, BigDecimal tolerance, boolean relative)
            implements VerifierSpec {}

    /**
     * The answer is that option.
     *
     * @param expected its letter
     * @param options how many there are, 2 to 26
     */
    record Choice(String expected, int options) implements VerifierSpec {}

    /** That stands in the last {@code \boxed{}}, as a number or as a formula without spaces. */
    record Boxed(String expected) implements VerifierSpec {}

    /**
     * The JSON in the text has that value.
     *
     * @param pointer where, by RFC 6901
     * @param expected compared as JSON; numbers by value
     */
    record Pointer(String pointer, JsonNode expected) implements VerifierSpec {}

    /**
     * A regular expression is found in the answer.
     *
     * @param pattern in RE2's syntax
     * @param whole whether it must match from end to end
     */
    record Regex(String pattern, boolean whole) implements VerifierSpec {}

    /**
     * The JSON in the text obeys a schema of draft 2020-12.
     *
     * @param schema an object or a boolean
     */
    record Schema(JsonNode schema) implements VerifierSpec {}

    /**
     * Somebody else's program says so: it is posted {@code {"text": …, "answer": …}} and answers
     * {@code {"passed": true, "score": 0.7, "feedback": "…"}}, of which one of the first two must
     * be there.
     *
     * @param url https
     * @param patience the longest time for one answer
     */
    record Http(URI url, Duration patience) implements VerifierSpec {}

    /**
     * A program passes tests, in a confined process.
     *
     * @param language {@code python}
     * @param prelude code that stands before every program: imports, a function's head; may be
     *     empty
     * @param tests each a piece of code that raises an error where the program is wrong
     */
    record UnitTests(String language, String prelude, List<String> tests) implements VerifierSpec {
        public UnitTests {
            tests = List.copyOf(tests);
        }
    }

    /**
     * A model says how good it is. Made by the engine, which has models; not by {@link Verifiers}.
     *
     * @param model which of the run's models, from 0
     * @param passAt the score from which an answer passes, 0 to 1, or null where it only scores
     */
    record Judge(int model, @Nullable Double passAt) implements VerifierSpec {
        @Override
        public Trust trust() {
            return Trust.WEAK;
        }
    }
}
