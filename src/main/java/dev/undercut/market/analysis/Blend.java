package dev.undercut.market.analysis;

import dev.undercut.money.PricePerMtok;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much input a token of output comes with: two prices become one.
 *
 * @param input parts of input; zero or more
 * @param output parts of output; zero or more, one of the two above zero
 */
public record Blend(double input, double output) {
    /** Three parts input to one part output, as Epoch AI blends. */
    public static final Blend THREE_TO_ONE = new Blend(3, 1);

    /** The plain mean of the two prices, as a16z blends. */
    public static final Blend ONE_TO_ONE = new Blend(1, 1);

    private static final Pattern FORM =
            Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?):(\\d{1,6}(?:\\.\\d{1,6})?)");

    public Blend {
        if (!(input >= 0) || !(output >= 0) || !(input + output > 0)) {
            throw new IllegalArgumentException("a ratio has parts of zero or more, not both zero");
        }
    }

    /**
     * Reads {@code IN:OUT}.
     *
     * @throws IllegalArgumentException on any other form
     */
    public static Blend parse(String ratio) {
        Matcher form = FORM.matcher(ratio.trim());
        if (!form.matches()) {
            throw new IllegalArgumentException("not a ratio such as 3:1: '" + ratio + "'");
        }
        return new Blend(Double.parseDouble(form.group(1)), Double.parseDouble(form.group(2)));
    }

    /** The blended price in USD per million tokens. */
    public double of(PricePerMtok inputPrice, PricePerMtok outputPrice) {
        return of(usd(inputPrice), usd(outputPrice));
    }

    /** The blend of two amounts. */
    public double of(double inputUsd, double outputUsd) {
        return (input * inputUsd + output * outputUsd) / (input + output);
    }

    /** {@code 3:1}. */
    public String code() {
        return part(input) + ":" + part(output);
    }

    private static String part(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static double usd(PricePerMtok price) {
        return price.picosPerToken() / 1e6;
    }
}
