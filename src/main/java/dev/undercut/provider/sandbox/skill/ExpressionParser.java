package dev.undercut.provider.sandbox.skill;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads the longest expression that begins at a place in a text. Powers bind to the right and
 * tighter than a minus before them (-3^2 is -9); * / and % go from left to right.
 */
final class ExpressionParser {

    private static final int MAX_DEPTH = 40;
    private static final int MAX_OPERATIONS = 64;
    private static final int MAX_DIGITS = 60;

    private final String text;
    private int at;
    private int depth;
    private int operations;

    /** An expression and the place after it. */
    record Parsed(Expression expression, int end) {}

    private ExpressionParser(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /** The longest expression from {@code from} on, or null where none begins there. */
    static @Nullable Parsed parse(String text, int from) {
        ExpressionParser parser = new ExpressionParser(text, from);
        Expression expression = parser.chain(1);
        return expression == null ? null : new Parsed(expression, parser.at);
    }

    /**
     * The expression that is the whole of {@code text}.
     *
     * @throws IllegalArgumentException where it is none
     */
    static Expression whole(String text) {
        Parsed parsed = parse(text, 0);
        if (parsed == null || parsed.end != text.length()) {
            throw new IllegalArgumentException("not an expression: " + text);
        }
        return parsed.expression;
    }

    /** Operands of one rank, 1 for sums and 2 for products, from left to right. */
    private @Nullable Expression chain(int rank) {
        Expression left = operand(rank);
        while (left != null && operations < MAX_OPERATIONS) {
            int before = at;
            Operator operator = operator(rank);
            Expression right = operator == null ? null : operand(rank);
            if (operator == null || right == null) {
                at = before;
                return left;
            }
            operations++;
            left = new Expression.Operation(operator, left, right);
        }
        return left;
    }

    private @Nullable Expression operand(int rank) {
        return rank == 1 ? chain(2) : signed();
    }

    private @Nullable Expression signed() {
        if (depth >= MAX_DEPTH) {
            return null;
        }
        depth++;
        try {
            if (take('-')) {
                Expression of = signed();
                return of == null ? null : Expression.negative(of);
            }
            return power();
        } finally {
            depth--;
        }
    }

    private @Nullable Expression power() {
        Expression base = atom();
        if (base == null) {
            return null;
        }
        int before = at;
        if (take('^')) {
            Expression exponent = signed();
            if (exponent != null) {
                operations++;
                return new Expression.Operation(Operator.POWER, base, exponent);
            }
            at = before;
        }
        return base;
    }

    private @Nullable Expression atom() {
        if (!take('(')) {
            return number();
        }
        Expression inner = chain(1);
        return inner != null && take(')') ? inner : null;
    }

    private @Nullable Expression number() {
        skipBlanks();
        int start = at;
        int end = digits(start);
        if (end > start && end < text.length() && text.charAt(end) == '.') {
            int decimals = digits(end + 1);
            end = decimals > end + 1 ? decimals : end;
        }
        if (end == start || end - start > MAX_DIGITS) {
            return null;
        }
        at = end;
        return new Expression.Literal(Rational.of(new BigDecimal(text.substring(start, end))));
    }

    private int digits(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private @Nullable Operator operator(int rank) {
        for (Operator operator : Operator.values()) {
            if (operator.rank == rank && take(operator.sign)) {
                return operator;
            }
        }
        return null;
    }

    private boolean take(char wanted) {
        int before = at;
        skipBlanks();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        at = before;
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }
}
