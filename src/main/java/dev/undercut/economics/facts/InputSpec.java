package dev.undercut.economics.facts;

import dev.undercut.economics.ImpossibleInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input of an analysis: a flag of its command and a parameter of its address.
 *
 * @param analysis whose
 * @param name the flag without its dashes
 * @param standard the default as it would be typed, or null when it is worked out
 * @param low the least that the default may be, or null when it is certain
 * @param high the most, or null
 * @param bounds within which it makes sense
 * @param unit such as {@code USD/month}; {@code text} for a name
 * @param meaning for people
 * @param sources of the default, keys of {@link Source}
 */
public record InputSpec(
        String analysis,
        String name,
        @Nullable String standard,
        @Nullable Double low,
        @Nullable Double high,
        Bounds bounds,
        String unit,
        String meaning,
        List<String> sources) {

    public InputSpec {
        sources = List.copyOf(sources);
    }

    /** Whether it is a name rather than a number. */
    public boolean isText() {
        return unit.equals("text");
    }

    /** Whether the default is a range rather than a point. */
    public boolean isUncertain() {
        return low != null && high != null;
    }

    /**
     * A range of numbers, each end within it or not.
     *
     * @param least or null when there is none
     * @param most or null
     */
    public record Bounds(
            @Nullable Double least, boolean leastOpen, @Nullable Double most, boolean mostOpen) {

        /**
         * From two cells: {@code >0} is above 0, {@code 0} is 0 or more, empty is no bound.
         *
         * @throws IllegalArgumentException when one is no number
         */
        public static Bounds parse(@Nullable String least, @Nullable String most) {
            return new Bounds(
                    least == null ? null : Double.valueOf(least.replace(">", "")),
                    least != null && least.startsWith(">"),
                    most == null ? null : Double.valueOf(most.replace("<", "")),
                    most != null && most.startsWith("<"));
        }

        /** Whether a number lies within. */
        public boolean contains(double value) {
            boolean above = least == null || (leastOpen ? value > least : value >= least);
            boolean below = most == null || (mostOpen ? value < most : value <= most);
            return above && below && Double.isFinite(value);
        }

        /** For people: {@code above 0, up to 1}. */
        public String words() {
            String low =
                    least == null
                            ? ""
                            : leastOpen ? "above " + plain(least) : "from " + plain(least);
            String high =
                    most == null ? "" : mostOpen ? "below " + plain(most) : "up to " + plain(most);
            return low.isEmpty() || high.isEmpty() ? low + high : low + ", " + high;
        }

        private static String plain(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }
    }

    /**
     * Lets a number pass that the input can be.
     *
     * @throws ImpossibleInputException with the reason and the nearest valid range
     */
    public double checked(double value) {
        if (!bounds.contains(value)) {
            throw new ImpossibleInputException(
                    name, "cannot be " + value + " " + unit, bounds.words());
        }
        return value;
    }
}
