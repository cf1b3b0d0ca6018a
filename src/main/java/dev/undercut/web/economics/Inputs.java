package dev.undercut.web.economics;

import dev.undercut.economics.ImpossibleInputException;
import dev.undercut.economics.facts.InputSpec;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.web.answer.BadQuestionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one question: what was given, else the sourced default. A number may be a range,
 * {@code LOW..HIGH} or {@code LOW..MIDDLE..HIGH}; figures are then computed at its ends, too.
 */
final class Inputs {
    private static final int MOST_RANGES = 8;

    private final Map<String, Value> values;
    private final Map<String, Double> drawn;
    private final Set<String> read;

    /**
     * One input and what it is.
     *
     * @param given whether the caller said it
     * @param text for a name, or null
     * @param number for a number, or null when it is not known
     * @param range of the number, or null when it is taken as certain
     * @param from where the value comes from when that is neither the caller nor the default
     */
    record Value(
            InputSpec spec,
            boolean given,
            @Nullable String text,
            @Nullable Double number,
            @Nullable Interval range,
            @Nullable String from) {

        boolean isRange() {
            return range != null && range.low() < range.high();
        }
    }

    private Inputs(Map<String, Value> values, Map<String, Double> drawn, Set<String> read) {
        this.values = values;
        this.drawn = drawn;
        this.read = read;
    }

    /**
     * Reads them.
     *
     * @throws BadQuestionException when one cannot be, with the nearest range in which it could; or
     *     does not exist: a default in its place would be a wrong answer
     */
    static Inputs of(List<InputSpec> specs, Map<String, String> given) {
        List<String> names = specs.stream().map(InputSpec::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw BadQuestionException.wrong(
                        "no input is called '"
                                + name
                                + "'"
                                + BadQuestionException.nearest(name, names));
            }
        }
        Map<String, Value> values = new LinkedHashMap<>();
        for (InputSpec spec : specs) {
            String text = given.get(spec.name());
            values.put(spec.name(), text == null ? standard(spec) : given(spec, text));
        }
        return new Inputs(values, Map.of(), new LinkedHashSet<>());
    }

    private static Value standard(InputSpec spec) {
        String text = spec.standard();
        if (text == null || spec.isText()) {
            return new Value(spec, false, text, null, null, null);
        }
        Double low = spec.low();
        Double high = spec.high();
        Interval range = low == null || high == null ? null : new Interval(low, high);
        return new Value(spec, false, null, Double.valueOf(text), range, null);
    }

    private static Value given(InputSpec spec, String text) {
        if (spec.isText()) {
            return new Value(spec, true, text.strip(), null, null, null);
        }
        String[] parts = text.strip().split("\\.\\.", -1);
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = number(spec, parts[i], text);
        }
        return switch (numbers.length) {
            case 1 -> new Value(spec, true, null, numbers[0], null, null);
            case 2 -> range(spec, numbers[0], (numbers[0] + numbers[1]) / 2, numbers[1]);
            case 3 -> range(spec, numbers[0], numbers[1], numbers[2]);
            default -> throw unreadable(spec, text);
        };
    }

    private static Value range(InputSpec spec, double low, double middle, double high) {
        if (!(low <= middle && middle <= high)) {
            throw BadQuestionException.wrong(
                    spec.name() + ": a range rises, got " + low + ".." + middle + ".." + high);
        }
        return new Value(spec, true, null, middle, new Interval(low, high), null);
    }

    private static double number(InputSpec spec, String part, String text) {
        try {
            return spec.checked(Double.parseDouble(part));
        } catch (ImpossibleInputException e) {
            throw BadQuestionException.wrong(String.valueOf(e.getMessage()));
        } catch (NumberFormatException e) {
            throw unreadable(spec, text);
        }
    }

    private static BadQuestionException unreadable(InputSpec spec, String text) {
        return BadQuestionException.wrong(
                spec.name()
                        + ": expected a number or a range such as 1..3, got '"
                        + text
                        + "'; nearest valid range: "
                        + spec.bounds().words());
    }

    /** Works out a default; what the caller gave stays. */
    void fill(String name, double number, @Nullable Interval range, String from) {
        Value value = value(name);
        if (value.number() == null) {
            values.put(name, new Value(value.spec(), false, null, number, range, from));
        }
    }

    /** Puts what was derived from another input in the place of a default. */
    void replace(String name, double number, @Nullable Interval range, String from) {
        values.put(name, new Value(value(name).spec(), false, null, number, range, from));
    }

    private Value value(String name) {
        Value value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no input is called " + name);
        }
        return value;
    }

    /** Whether it has a value. */
    boolean has(String name) {
        Value value = value(name);
        return value.number() != null || value.text() != null;
    }

    /** Whether the caller gave it. */
    boolean isGiven(String name) {
        return value(name).given();
    }

    /**
     * A number, at the end of its range that is being looked at.
     *
     * @throws BadQuestionException when it has none
     */
    double number(String name) {
        read.add(name);
        Double number = drawn.getOrDefault(name, value(name).number());
        if (number == null) {
            throw BadQuestionException.wrong(name + ": a number is needed here");
        }
        return number;
    }

    /** A number that must be whole. */
    int whole(String name) {
        double number = number(name);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw BadQuestionException.wrong(
                    String.format(
                            Locale.ROOT,
                            "%s: must be whole, got %s; nearest: %.0f or %.0f",
                            name,
                            number,
                            Math.floor(number),
                            Math.ceil(number)));
        }
        return (int) number;
    }

    /**
     * A name.
     *
     * @throws BadQuestionException when it is empty
     */
    String text(String name) {
        read.add(name);
        String text = value(name).text();
        if (text == null || text.isEmpty()) {
            throw BadQuestionException.wrong(name + ": a name is needed here");
        }
        return text;
    }

    /** Everything that was asked for, or given, in the order of the files. */
    List<Value> used() {
        return values.values().stream()
                .filter(value -> read.contains(value.spec().name()) || value.given())
                .toList();
    }

    /**
     * The same inputs at every combination of low, middle and high of the ranges that were read.
     */
    List<Inputs> combinations() {
        List<Value> ranges =
                values.values().stream()
                        .filter(value -> value.isRange() && read.contains(value.spec().name()))
                        .toList();
        if (ranges.size() > MOST_RANGES) {
            throw BadQuestionException.wrong(
                    "at most "
                            + MOST_RANGES
                            + " inputs can be ranges at once, got "
                            + ranges.size());
        }
        List<Map<String, Double>> draws = new ArrayList<>();
        draws.add(Map.of());
        for (Value value : ranges) {
            List<Map<String, Double>> more = new ArrayList<>();
            Interval range = value.range();
            Double middle = value.number();
            if (range == null || middle == null) {
                continue;
            }
            for (Map<String, Double> draw : draws) {
                for (double level : new double[] {range.low(), middle, range.high()}) {
                    Map<String, Double> extended = new LinkedHashMap<>(draw);
                    extended.put(value.spec().name(), level);
                    more.add(extended);
                }
            }
            draws = more;
        }
        return draws.stream().map(draw -> new Inputs(values, draw, read)).toList();
    }
}
