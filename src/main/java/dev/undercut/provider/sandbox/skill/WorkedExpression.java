package dev.undercut.provider.sandbox.skill;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A task whose answer is the value of an expression. The working is the expression reduced line by
 * line; a wrong attempt has one slip in one step and is computed faithfully from there on.
 */
final class WorkedExpression implements Task {

    private static final int MAX_TRIES = 8;

    /** Longer workings show their first and last lines only. */
    private static final int MAX_LINES = 10;

    private final Expression expression;
    private final Expression shown;
    private final String opening;
    private final @Nullable Rational truth;
    private final double difficulty;

    /**
     * A task.
     *
     * @param expression what is asked
     * @param opening written before the working, or empty
     * @param reading what understanding the question costs, in logits
     * @throws ArithmeticException when the numbers grow past what the sandbox computes
     */
    WorkedExpression(Expression expression, String opening, double reading) {
        this.expression = expression;
        this.shown = expression.spelledOut();
        this.opening = opening;
        this.truth = valueOrUndefined(expression);
        // A bare "2 + 2" must be nearly safe for every model: the scale starts at -3.
        this.difficulty = -3.0 + reading + (truth == null ? 0 : expression.difficulty());
    }

    private static @Nullable Rational valueOrUndefined(Expression expression) {
        try {
            return expression.value();
        } catch (ArithmeticException e) {
            if ("division by zero".equals(e.getMessage())) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public String identity() {
        return expression.text();
    }

    @Override
    public double difficulty() {
        return difficulty;
    }

    @Override
    public Attempt attempt(boolean right, RandomGenerator random) {
        if (truth == null) {
            return undefined(right);
        }
        if (right) {
            return worked(Operator::apply);
        }
        String correct = truth.plain();
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<Attempt> wrong = slipped(random).filter(a -> !a.answer().equals(correct));
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        BigDecimal off = BigDecimal.valueOf(1 + random.nextInt(9));
        return lines(List.of(shown.text(), truth.decimal().add(off).toPlainString()));
    }

    private Attempt undefined(boolean right) {
        return right
                ? new Attempt(expression.text() + " divides by zero.", "undefined")
                : new Attempt(expression.text() + " = 0", "0");
    }

    private Optional<Attempt> slipped(RandomGenerator random) {
        int slipAt = random.nextInt(shown.operations());
        Slip slip = Slip.draw(random);
        int[] step = {0};
        try {
            return Optional.of(
                    worked((operator, left, right) ->
                            step[0]++ == slipAt
                                    ? slip.apply(operator, left, right, random)
                                    : operator.apply(left, right)));
        } catch (ArithmeticException e) {
            return Optional.empty(); // the slip led to a division by zero or a huge number
        }
    }

    private Attempt worked(Expression.Step step) {
        List<String> lines = new ArrayList<>();
        if (!shown.equals(expression)) {
            lines.add(expression.text());
        }
        Expression now = shown;
        while (!(now instanceof Expression.Literal)) {
            lines.add(now.text());
            now = now.reduced(step);
        }
        lines.add(now.text());
        return lines(lines);
    }

    private Attempt lines(List<String> lines) {
        List<String> some = lines;
        if (lines.size() > MAX_LINES) {
            some = new ArrayList<>(lines.subList(0, 3));
            some.add("...");
            some.addAll(lines.subList(lines.size() - 3, lines.size()));
        }
        String working = opening + String.join(" = ", some);
        return new Attempt(working, lines.getLast());
    }

    @Override
    public Optional<Calculation> calculation() {
        if (expression
                instanceof
                Expression.Operation(
                        Operator operator,
                        Expression.Literal(Rational left),
                        Expression.Literal(Rational right))) {
            return Optional.of(
                    new Calculation(
                            expression.text(),
                            operator.sign,
                            List.of(left.decimal(), right.decimal())));
        }
        return Optional.of(new Calculation(expression.text(), ' ', List.of()));
    }
}
