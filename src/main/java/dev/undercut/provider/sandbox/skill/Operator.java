package dev.undercut.provider.sandbox.skill;

/** What stands between two numbers. */
enum Operator {
    PLUS('+', 1),
    MINUS('-', 1),
    TIMES('*', 2),
    OVER('/', 2),
    MODULO('%', 2),
    POWER('^', 4);

    final char sign;

    /** A higher one binds tighter; the unary minus stands at 3. */
    final int rank;

    Operator(char sign, int rank) {
        this.sign = sign;
        this.rank = rank;
    }

    /**
     * The exact result.
     *
     * @throws ArithmeticException where there is none, or one too large to bother
     */
    Rational apply(Rational left, Rational right) {
        return switch (this) {
            case PLUS -> left.plus(right);
            case MINUS -> left.minus(right);
            case TIMES -> left.times(right);
            case OVER -> left.over(right);
            case MODULO -> left.modulo(right);
            case POWER -> left.power(right);
        };
    }

    /**
     * What a step with this operator costs, in logits, capped. Long multiplication and division
     * grow with the digits to be carried, zeros at the end are free; the numbers are a model of how
     * language models fail, not of people.
     */
    double difficulty(Rational left, Rational right) {
        int l = left.digits();
        int r = right.digits();
        double cost =
                switch (this) {
                    case PLUS -> 0.25 + 0.12 * Math.max(l, r);
                    case MINUS -> 0.35 + 0.14 * Math.max(l, r);
                    case TIMES -> 0.20 + 0.25 * l * r;
                    case OVER -> right.isPowerOfTen() ? 0.2 : 0.40 + 0.25 * l * r;
                    case MODULO -> 0.60 + 0.30 * l * r;
                    case POWER -> 0.40 + 0.40 * l * right.top().abs().bitLength();
                };
        return Math.min(cost, 2.6);
    }
}
