package dev.undercut.provider.sandbox.skill;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;

/**
 * The mistakes in a single step that language models and people make. They are scattered on
 * purpose: many samples of a wrong answer seldom agree, which is what makes voting work.
 */
enum Slip {
    /** A carry forgotten or a digit misread: off by one in some decimal place. */
    DIGIT,
    /** Two neighbouring digits of the result change places. */
    TRANSPOSED,
    /** The operands change places, or the sum goes the other way. */
    SWAPPED,
    /** The second operand is forgotten. */
    DROPPED,
    /** The neighbouring operator is used. */
    OTHER_OPERATOR;

    /** A slip drawn as often as it happens: most are slips of a digit. */
    static Slip draw(RandomGenerator random) {
        int u = random.nextInt(100);
        if (u < 62) {
            return DIGIT;
        }
        if (u < 74) {
            return TRANSPOSED;
        }
        return u < 82 ? SWAPPED : u < 90 ? DROPPED : OTHER_OPERATOR;
    }

    /** The wrong result of one step; may by chance be the right one. */
    Rational apply(Operator operator, Rational left, Rational right, RandomGenerator random) {
        return switch (this) {
            case DIGIT -> offByADigit(operator.apply(left, right), random);
            case TRANSPOSED -> transposed(operator.apply(left, right), random);
            case SWAPPED -> operator.apply(right, left);
            case DROPPED -> left;
            case OTHER_OPERATOR -> neighbour(operator).apply(left, right);
        };
    }

    private static Operator neighbour(Operator operator) {
        return switch (operator) {
            case PLUS, OVER -> Operator.MINUS;
            case MINUS, TIMES -> Operator.PLUS;
            case MODULO -> Operator.OVER;
            case POWER -> Operator.TIMES;
        };
    }

    private static Rational offByADigit(Rational right, RandomGenerator random) {
        BigDecimal decimal = right.decimal();
        int places = Math.max(1, decimal.precision());
        // Seldom the leading digit: a model gets the size of an answer right more often than not.
        int place = places > 2 ? random.nextInt(places - 1) : random.nextInt(places + 1);
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(place - Math.max(0, decimal.scale()));
        BigDecimal by = unit.multiply(BigDecimal.valueOf(1 + random.nextInt(3) / 2));
        return Rational.of(random.nextBoolean() ? decimal.add(by) : decimal.subtract(by));
    }

    private static Rational transposed(Rational right, RandomGenerator random) {
        char[] digits = right.decimal().unscaledValue().abs().toString().toCharArray();
        if (digits.length < 2) {
            return right.plus(Rational.ONE);
        }
        int i = random.nextInt(digits.length - 1);
        char held = digits[i];
        digits[i] = digits[i + 1];
        digits[i + 1] = held;
        BigDecimal swapped = new BigDecimal(new String(digits));
        Rational value = Rational.of(swapped.scaleByPowerOfTen(-right.decimal().scale()));
        return right.isNegative() ? value.negated() : value;
    }
}
