package dev.undercut.web.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.StringJoiner;

/** How a person reads a value; JSON and CSV keep it as it is. */
public enum Shape {
    /** As it is. */
    PLAIN,
    /** Points of quality and their error: one decimal. */
    POINTS,
    /** A price: four digits. */
    PRICE,
    /** A factor or its interval: three digits. */
    FACTOR;

    private static final MathContext PRICE_DIGITS = new MathContext(4, RoundingMode.HALF_UP);
    private static final MathContext FACTOR_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    /** The text; empty for what is not known. */
    public String write(JsonNode node) {
        if (node.isArray() && !node.isEmpty() && this != PLAIN) {
            StringJoiner ends = new StringJoiner(" to ");
            node.forEach(end -> ends.add(end.isNull() ? "?" : write(end)));
            return ends.toString();
        }
        return node.isNumber() ? write(node.decimalValue()) : Csv.cell(node);
    }

    /** The text of a number. */
    public String write(BigDecimal number) {
        BigDecimal rounded =
                switch (this) {
                    case PLAIN -> number;
                    case POINTS -> number.setScale(1, RoundingMode.HALF_UP);
                    case PRICE -> digits(number, PRICE_DIGITS);
                    case FACTOR -> digits(number, FACTOR_DIGITS);
                };
        return rounded.toPlainString();
    }

    /** The text of a number. */
    public String write(double number) {
        return Double.isFinite(number) ? write(BigDecimal.valueOf(number)) : "?";
    }

    /** So many digits, and all those before the point. */
    private static BigDecimal digits(BigDecimal number, MathContext digits) {
        int whole = number.precision() - number.scale();
        BigDecimal rounded =
                whole >= digits.getPrecision()
                        ? number.setScale(0, RoundingMode.HALF_UP)
                        : number.round(digits);
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }
}
