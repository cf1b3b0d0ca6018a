package dev.undercut.provider.sandbox.skill;

import java.util.stream.IntStream;

/** An arithmetic expression as a tree. */
sealed interface Expression {

    /** A number as written or computed. */
    record Literal(Rational value) implements Expression {}

    /** A minus before something. */
    record Negative(Expression of) implements Expression {}

    /** Two operands and what stands between them. */
    record Operation(Operator operator, Expression left, Expression right) implements Expression {}

    /** How a single step, both operands known, is computed: truly, or with a slip. */
    interface Step {
        Rational compute(Operator operator, Rational left, Rational right);
    }

    /** A number. */
    static Expression number(long value) {
        return new Literal(Rational.of(value));
    }

    /** A minus before {@code of}; a negative number where that is one. */
    static Expression negative(Expression of) {
        return of instanceof Literal(Rational value)
                ? new Literal(value.negated())
                : new Negative(of);
    }

    /** How many operators it has; a bare number has none. */
    default int operations() {
        return switch (this) {
            case Literal n -> 0;
            case Negative n -> n.of.operations();
            case Operation o -> 1 + o.left.operations() + o.right.operations();
        };
    }

    /**
     * The exact value.
     *
     * @throws ArithmeticException where there is none
     */
    default Rational value() {
        return switch (this) {
            case Literal n -> n.value;
            case Negative n -> n.of.value().negated();
            case Operation o -> o.operator.apply(o.left.value(), o.right.value());
        };
    }

    /** The sum of the difficulties of its steps, in logits. */
    default double difficulty() {
        return switch (this) {
            case Literal n -> 0;
            case Negative n -> n.of.difficulty();
            case Operation o ->
                    o.left.difficulty()
                            + o.right.difficulty()
                            + o.operator.difficulty(o.left.value(), o.right.value());
        };
    }

    /** One line further: every operation between two known numbers is replaced by its result. */
    default Expression reduced(Step step) {
        return switch (this) {
            case Literal n -> n;
            case Negative n -> negative(n.of.reduced(step));
            case Operation(Operator op, Literal(Rational left), Literal(Rational right)) ->
                    new Literal(step.compute(op, left, right));
            case Operation o ->
                    new Operation(o.operator, o.left.reduced(step), o.right.reduced(step));
        };
    }

    /** Long multiplication as people write it: 17*23 becomes 17*20 + 17*3; others stay. */
    default Expression spelledOut() {
        return this
                                instanceof
                                Operation(
                                        Operator op,
                                        Literal(Rational left),
                                        Literal(Rational right))
                        && op == Operator.TIMES
                        && left.digits() > 1
                        && right.digits() <= 6
                        && right.isWhole()
                        && !right.isNegative()
                ? partialProducts(left, right.plain())
                : this;
    }

    private Expression partialProducts(Rational left, String digits) {
        return IntStream.range(0, digits.length())
                .filter(i -> digits.charAt(i) != '0')
                .mapToObj(i -> digits.charAt(i) + "0".repeat(digits.length() - 1 - i))
                .map(part -> number(Long.parseLong(part)))
                .<Expression>map(part -> new Operation(Operator.TIMES, new Literal(left), part))
                .reduce((a, b) -> new Operation(Operator.PLUS, a, b))
                .filter(sum -> sum.operations() > 1)
                .orElse(this);
    }

    /** As one writes it: 17*20 + 17*3, with the brackets it needs and no others. */
    default String text() {
        StringBuilder out = new StringBuilder();
        write(out, 0, true);
        return out.toString();
    }

    private void write(StringBuilder out, int outer, boolean first) {
        switch (this) {
            case Literal n -> {
                boolean bracket = n.value.isNegative() && (!first || outer > 1);
                out.append(bracket ? "(" : "").append(n.value.plain()).append(bracket ? ")" : "");
            }
            case Negative n -> {
                boolean bracket = !first || outer > 1;
                out.append(bracket ? "(-" : "-");
                n.of.write(out, 3, false);
                out.append(bracket ? ")" : "");
            }
            case Operation o -> writeOperation(o, out, outer, first);
        }
    }

    private static void writeOperation(Operation o, StringBuilder out, int outer, boolean first) {
        int rank = o.operator.rank;
        boolean bracket = rank < outer;
        out.append(bracket ? "(" : "");
        // The side that does not associate needs brackets at equal rank: a - (b - c), (a^b)^c.
        boolean power = o.operator == Operator.POWER;
        o.left.write(out, power ? rank + 1 : rank, bracket || first);
        out.append(rank == 1 || o.operator == Operator.MODULO ? " " + o.operator.sign + " " : "");
        out.append(rank == 1 || o.operator == Operator.MODULO ? "" : o.operator.sign);
        o.right.write(out, power ? rank : rank + 1, false);
        out.append(bracket ? ")" : "");
    }
}
