package dev.undercut.compute.verify;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds numbers as people write them: {@code 1,234.5}, {@code −3}, {@code 3/4}, {@code 1 1/2},
 * {@code \frac{3}{4}}, {@code 25%}, {@code $1.5 million}, {@code 6.02e23}. Units after a number are
 * no part of it. Takes time in proportion to the text's length.
 */
final class Numbers {
    /** More digits than these are no number that anybody compares; keeps arithmetic small. */
    private static final int MOST_DIGITS = 400;

    private static final int MOST_EXPONENT = 999;
    private static final int GROUP = 3;

    /** Digits kept of a fraction. */
    private static final MathContext PRECISION = new MathContext(30);

    private static final String MINUS = "-−–";
    private static final String CURRENCY = "$€£¥₹";

    /** Signs between groups of three digits; LaTeX writes the first as {@code {,}}. */
    private static final String SEPARATORS = ",_'’\u00a0\u202f\u2009";

    private final String text;
    private int at;

    private Numbers(String text) {
        this.text = text.replace("{,}", ",").replace("\\,", "\u2009").replace("\\!", "");
    }

    /**
     * A number in a text.
     *
     * @param value as written; {@code 25%} is 25
     * @param percent whether a percent sign follows
     */
    record Found(BigDecimal value, boolean percent) {
        /** One form for all ways of writing the number, without its percent sign. */
        String canonical() {
            BigDecimal bare = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            return Math.abs((long) bare.scale()) > MOST_DIGITS
                    ? bare.toString()
                    : bare.toPlainString();
        }
    }

    /** The last number of a text. */
    static Optional<Found> last(String text) {
        Numbers numbers = new Numbers(text);
        Found last = null;
        for (Found next = numbers.next(); next != null; next = numbers.next()) {
            last = next;
        }
        return Optional.ofNullable(last);
    }

    /** The number of a text that holds exactly one. */
    static Optional<Found> only(String text) {
        Numbers numbers = new Numbers(text);
        Found first = numbers.next();
        return first == null || numbers.next() != null ? Optional.empty() : Optional.of(first);
    }

    private @Nullable Found next() {
        for (; at < text.length(); at++) {
            if (startsFraction()) {
                Found fraction = latex();
                if (fraction != null) {
                    return fraction;
                }
            } else if (startsNumber()) {
                boolean negative = negated();
                boolean below = charAt(at - 1) == '/' && isDigit(at - 2);
                BigDecimal value = number();
                if (value != null) {
                    return finished(negative ? value.negate() : value, below);
                }
            }
        }
        return null;
    }

    private boolean startsNumber() {
        boolean digit = isDigit(at) || (charAt(at) == '.' && isDigit(at + 1));
        char before = charAt(at - 1);
        return digit && !Character.isLetter(before) && before != '_';
    }

    /** Whether a minus stands before it that is a sign and no dash between two things. */
    private boolean negated() {
        int before = at - 1;
        while (before >= 0 && CURRENCY.indexOf(text.charAt(before)) >= 0) {
            before--;
        }
        if (MINUS.indexOf(charAt(before)) < 0) {
            return false;
        }
        char left = charAt(before - 1);
        return !Character.isLetterOrDigit(left) && left != ')' && left != '}' && left != '%';
    }

    /** Digits, groups, a fraction part, an exponent; null when it is past all measure. */
    private @Nullable BigDecimal number() {
        StringBuilder digits = new StringBuilder();
        whole(digits);
        if (charAt(at) == '.' && isDigit(at + 1)) {
            digits.append('.');
            at++;
            plainDigits(digits);
        }
        int exponent = exponent();
        if (digits.length() > MOST_DIGITS || Math.abs(exponent) > MOST_EXPONENT) {
            return null;
        }
        return new BigDecimal(digits.toString()).scaleByPowerOfTen(exponent);
    }

    private void whole(StringBuilder digits) {
        int from = at;
        plainDigits(digits);
        boolean grouped = at > from && at - from <= GROUP;
        while (grouped && SEPARATORS.indexOf(charAt(at)) >= 0 && group(at + 1)) {
            at++;
            plainDigits(digits);
        }
        if (digits.isEmpty()) {
            digits.append('0');
        }
    }

    private boolean group(int from) {
        return isDigit(from) && isDigit(from + 1) && isDigit(from + 2) && !isDigit(from + GROUP);
    }

    private void plainDigits(StringBuilder digits) {
        while (isDigit(at)) {
            if (digits.length() <= MOST_DIGITS) {
                digits.append((char) ('0' + text.charAt(at) - '0'));
            }
            at++;
        }
    }

    private int exponent() {
        if (charAt(at) != 'e' && charAt(at) != 'E') {
            return 0;
        }
        int sign = charAt(at + 1) == '+' || charAt(at + 1) == '-' ? 1 : 0;
        int from = at + 1 + sign;
        int to = from;
        while (isDigit(to)) {
            to++;
        }
        if (to == from) {
            return 0;
        }
        at = to;
        int size = to - from > GROUP ? MOST_EXPONENT + 1 : Integer.parseInt(text, from, to, 10);
        return charAt(from - 1) == '-' ? -size : size;
    }

    /**
     * With what may follow: a denominator, a fraction beside a whole, a percent sign, a word.
     *
     * @param below whether it stands below a bar itself, as the parts of a date do
     */
    private Found finished(BigDecimal whole, boolean below) {
        BigDecimal value = whole;
        BigDecimal denominator = below ? null : denominator();
        if (denominator != null) {
            value = value.divide(denominator, PRECISION);
        } else {
            BigDecimal beside = whole.scale() == 0 ? beside() : null;
            if (beside != null) {
                value = value.signum() < 0 ? value.subtract(beside) : value.add(beside);
            }
        }
        int after = skipSpaces(at);
        boolean percent =
                charAt(after) == '%' || text.startsWith("\\%", after) || isWord("percent", after);
        return new Found(value.multiply(magnitude(after)), percent);
    }

    /** The number below a fraction's bar, where one follows at once and the fraction ends there. */
    private @Nullable BigDecimal denominator() {
        char bar = charAt(at);
        if ((bar != '/' && bar != '⁄') || !isDigit(at + 1)) {
            return null;
        }
        int back = at;
        at++;
        BigDecimal denominator = number();
        boolean chain = charAt(at) == '/';
        if (denominator == null || denominator.signum() == 0 || chain) {
            at = back;
            return null;
        }
        return denominator;
    }

    /** The fraction of a mixed number: {@code 1 1/2}. */
    private @Nullable BigDecimal beside() {
        if (charAt(at) != ' ' || !isDigit(at + 1)) {
            return null;
        }
        int back = at;
        at++;
        BigDecimal numerator = number();
        BigDecimal denominator = numerator == null ? null : denominator();
        if (numerator == null || denominator == null || numerator.compareTo(denominator) >= 0) {
            at = back;
            return null;
        }
        return numerator.divide(denominator, PRECISION);
    }

    private BigDecimal magnitude(int after) {
        String[] words = {"thousand", "million", "billion", "trillion"};
        for (int i = 0; i < words.length; i++) {
            if (isWord(words[i], after)) {
                return BigDecimal.ONE.scaleByPowerOfTen(GROUP * (i + 1));
            }
        }
        return BigDecimal.ONE;
    }

    private boolean startsFraction() {
        return charAt(at) == '\\' && (text.startsWith("frac{", at + 1) || isStyledFraction());
    }

    private boolean isStyledFraction() {
        return text.startsWith("dfrac{", at + 1) || text.startsWith("tfrac{", at + 1);
    }

    /** {@code \frac{3}{4}} of whole numbers. */
    private @Nullable Found latex() {
        int sign = at;
        int back = at;
        at = text.indexOf('{', at) + 1;
        boolean inner = MINUS.indexOf(charAt(at)) >= 0;
        at += inner ? 1 : 0;
        BigDecimal numerator = isDigit(at) ? number() : null;
        BigDecimal denominator = null;
        if (numerator != null && text.startsWith("}{", at) && isDigit(at + 2)) {
            at += 2;
            denominator = number();
        }
        if (numerator == null
                || denominator == null
                || denominator.signum() == 0
                || charAt(at) != '}') {
            at = back;
            return null;
        }
        at++;
        boolean outer = MINUS.indexOf(charAt(sign - 1)) >= 0;
        BigDecimal value = numerator.divide(denominator, PRECISION);
        return new Found(inner == outer ? value : value.negate(), false);
    }

    private int skipSpaces(int from) {
        int to = from;
        while (charAt(to) == ' ' && to - from < 2) {
            to++;
        }
        return to;
    }

    private boolean isWord(String word, int from) {
        return text.regionMatches(true, from, word, 0, word.length())
                && !Character.isLetter(charAt(from + word.length()));
    }

    private boolean isDigit(int index) {
        char c = charAt(index);
        return c >= '0' && c <= '9';
    }

    /** NUL outside of the text. */
    private char charAt(int index) {
        return index >= 0 && index < text.length() ? text.charAt(index) : '\0';
    }
}
