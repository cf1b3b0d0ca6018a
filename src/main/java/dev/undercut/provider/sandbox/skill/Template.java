package dev.undercut.provider.sandbox.skill;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One kind of word problem, as a row of {@code sandbox/problems.csv}: a text with holes, how the
 * generator fills them, and the formula over them that answers it. The generator hands out nothing
 * but the text; who answers has to read the numbers back out of it.
 */
public final class Template {

    private static final Pattern HOLE = Pattern.compile("\\{([a-z]+)}");

    private static final List<String> NAMES =
            List.of("Ada", "Ben", "Carla", "Dev", "Emma", "Farid", "Grace", "Hugo", "Ines", "Jun");

    private final String kind;
    private final String text;
    private final Map<String, String> holes = new LinkedHashMap<>();
    private final String formula;
    private final String opening;
    private final double reading;
    private final Pattern pattern;
    private final String mark;
    private final List<String> groups = new ArrayList<>();

    /** A problem of this kind found in a text, and where. */
    record Reading(int at, @Nullable Task task) {}

    private Template(NamedCsvRecord row) {
        this.kind = row.getField("kind");
        this.text = row.getField("text");
        for (String hole : row.getField("holes").split(";", -1)) {
            int equals = hole.indexOf('=');
            holes.put(hole.substring(0, equals).trim(), hole.substring(equals + 1).trim());
        }
        this.formula = row.getField("formula");
        this.opening = row.getField("opening") + ": ";
        this.reading = Double.parseDouble(row.getField("reading"));
        this.pattern = pattern(text, groups);
        this.mark = longestLiteral(text);
    }

    /** All templates, in the order of the file. */
    public static List<Template> all() {
        String file = "/sandbox/problems.csv";
        try (InputStream in = Template.class.getResourceAsStream(file);
                Reader reader =
                        new InputStreamReader(
                                Objects.requireNonNull(in, file), StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(reader)) {
            return rows.stream().map(Template::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of this kind, such as {@code shopping}. */
    public String kind() {
        return kind;
    }

    /** A problem with random numbers in it. */
    public String fill(RandomGenerator random) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, String> hole : holes.entrySet()) {
            String rule = hole.getValue();
            values.put(
                    hole.getKey(),
                    rule.contains("..") ? range(rule, random) : value(filled(rule, values)));
        }
        values.put("name", NAMES.get(random.nextInt(NAMES.size())));
        return filled(text, values);
    }

    /** A random number of {@code low..high/step}; the step is 1 where none is given. */
    private static String range(String rule, RandomGenerator random) {
        int dots = rule.indexOf("..");
        int slash = rule.indexOf('/');
        BigDecimal low = new BigDecimal(rule.substring(0, dots));
        BigDecimal high =
                new BigDecimal(rule.substring(dots + 2, slash < 0 ? rule.length() : slash));
        BigDecimal step = slash < 0 ? BigDecimal.ONE : new BigDecimal(rule.substring(slash + 1));
        int steps = high.subtract(low).divideToIntegralValue(step).intValueExact();
        return low.add(step.multiply(BigDecimal.valueOf(random.nextInt(steps + 1))))
                .toPlainString();
    }

    private static String value(String formula) {
        return ExpressionParser.whole(formula).value().plain();
    }

    private static String filled(String text, Map<String, String> values) {
        return HOLE.matcher(text)
                .replaceAll(hole -> values.getOrDefault(hole.group(1), hole.group()));
    }

    /** The last problem of this kind in a text whose blanks are single, or empty. */
    Optional<Reading> read(String line) {
        if (!line.contains(mark)) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(line);
        Reading last = null;
        while (matcher.find()) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < groups.size(); i++) {
                values.put(groups.get(i), matcher.group(i + 1));
            }
            last = new Reading(matcher.start(), task(values).orElse(null));
        }
        return Optional.ofNullable(last);
    }

    private Optional<Task> task(Map<String, String> values) {
        try {
            Expression expression = ExpressionParser.whole(filled(formula, values));
            return Optional.of(new WorkedExpression(expression, opening, reading));
        } catch (ArithmeticException e) {
            return Optional.empty(); // numbers that somebody typed and no generator made
        }
    }

    private static Pattern pattern(String text, List<String> groups) {
        StringBuilder regex = new StringBuilder();
        Matcher hole = HOLE.matcher(text);
        int from = 0;
        while (hole.find()) {
            regex.append(Pattern.quote(text.substring(from, hole.start())));
            from = hole.end();
            if (hole.group(1).equals("name")) {
                regex.append("[A-Z][a-z]{1,20}");
            } else {
                regex.append("(\\d{1,12}(?:\\.\\d{1,6})?)");
                groups.add(hole.group(1));
            }
        }
        return Pattern.compile(regex.append(Pattern.quote(text.substring(from))).toString());
    }

    private static String longestLiteral(String text) {
        String longest = "";
        for (String literal : HOLE.split(text, -1)) {
            longest = literal.length() > longest.length() ? literal : longest;
        }
        return longest;
    }
}
