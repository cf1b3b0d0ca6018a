package dev.undercut.provider.sandbox.skill;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExpressionTest {

    /** The parser refuses deeper ones, and writing a formula down may add brackets. */
    private static final int DEEPEST = 18;

    /** A formula and its value, computed while it is put together. */
    record Formula(String text, BigDecimal value) {}

    @Provide
    Arbitrary<Formula> formulas() {
        Arbitrary<Formula> numbers =
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, new BigDecimal(999))
                        .ofScale(2)
                        .map(n -> new Formula(n.toPlainString(), n));
        return Arbitraries.lazyOf(() -> numbers, () -> numbers, this::joined, this::negated)
                .filter(formula -> depth(formula.text) < DEEPEST);
    }

    private static int depth(String text) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    private Arbitrary<Formula> joined() {
        return Combinators.combine(formulas(), formulas(), Arbitraries.of("+", "-", " * "))
                .as((a, b, sign) ->
                        new Formula(
                                "(" + a.text + sign + b.text + ")",
                                switch (sign.strip()) {
                                    case "+" -> a.value.add(b.value);
                                    case "-" -> a.value.subtract(b.value);
                                    default -> a.value.multiply(b.value);
                                }));
    }

    private Arbitrary<Formula> negated() {
        return formulas().map(f -> new Formula("(-" + f.text + ")", f.value.negate()));
    }

    @Property(tries = 300)
    void a_formula_has_the_value_it_was_built_with(@ForAll("formulas") Formula formula) {
        Rational value = ExpressionParser.whole(formula.text).value();

        assertThat(value).isEqualTo(Rational.of(formula.value));
    }

    @Property(tries = 300)
    void what_is_written_down_means_the_same(@ForAll("formulas") Formula formula) {
        Expression expression = ExpressionParser.whole(formula.text);

        assertThat(ExpressionParser.whole(expression.text()).value()).isEqualTo(expression.value());
    }

    @Property(tries = 300)
    void step_by_step_comes_to_the_same(@ForAll("formulas") Formula formula) {
        Expression now = ExpressionParser.whole(formula.text).spelledOut();
        while (now.operations() > 0) {
            now = now.reduced(Operator::apply);
        }

        assertThat(now.value()).isEqualTo(Rational.of(formula.value));
    }

    @Test
    void brackets_are_written_where_needed_and_nowhere_else() {
        assertThat(written("(1+2)*3")).isEqualTo("(1 + 2)*3");
        assertThat(written("1+(2*3)")).isEqualTo("1 + 2*3");
        assertThat(written("8-(5-2)")).isEqualTo("8 - (5 - 2)");
        assertThat(written("8/(4/2)")).isEqualTo("8/(4/2)");
        assertThat(written("(2^3)^2")).isEqualTo("(2^3)^2");
        assertThat(written("2^(3^2)")).isEqualTo("2^3^2");
        assertThat(written("(-3)^2")).isEqualTo("(-3)^2");
        assertThat(written("-3^2")).isEqualTo("-3^2");
        assertThat(written("2-(-3)")).isEqualTo("2 - (-3)");
    }

    private static String written(String text) {
        return ExpressionParser.whole(text).text();
    }
}
