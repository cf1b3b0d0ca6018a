package dev.undercut.compute.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody wants run, as JSON, put together from the places where it can be said. */
public final class Wish {
    private static final Pattern SHORT =
            Pattern.compile(
                    ":?(auto|vote|best|score|judge|mix|cascade|tree|mcts|abmcts|codet)"
                            + "(?:-(\\d{1,6}))?(?:@\\$?(\\d{1,9}(?:\\.\\d{1,12})?))?");
    private static final ObjectReader READER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final JsonMapper MAPPER = new JsonMapper();

    /** What any strategy can have; all else goes with the strategy that it was said of. */
    static final List<String> COMMON =
            List.of(
                    "strategy",
                    "models",
                    "verifier",
                    "extract",
                    "budget",
                    "seed",
                    "mode",
                    "on_exhausted",
                    "progress",
                    "slots",
                    "dry_run");

    private Wish() {}

    /** The short form: {@code vote-8@0.02}. Empty when it is none. */
    public static Optional<ObjectNode> brief(String text) {
        Matcher found = SHORT.matcher(text.strip());
        return found.matches()
                ? Optional.of(brief(found.group(1), found.group(2), found.group(3)))
                : Optional.empty();
    }

    /**
     * The parts of the short form.
     *
     * @param n whole number, or null
     * @param usd decimal number, or null
     */
    public static ObjectNode brief(String strategy, @Nullable String n, @Nullable String usd) {
        ObjectNode wish = MAPPER.createObjectNode();
        wish.put("strategy", strategy);
        if (n != null) {
            wish.put("n", new BigDecimal(n));
        }
        if (usd != null) {
            wish.putObject("budget").put("usd", new BigDecimal(usd));
        }
        return wish;
    }

    /** An object of JSON; empty when the text is none. */
    public static Optional<ObjectNode> json(String text) {
        try {
            return READER.readTree(text) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Both, what is said nearer to the request winning. A strategy said nearer does not take the
     * number and the settings of another one.
     */
    public static ObjectNode over(ObjectNode nearer, ObjectNode farther) {
        ObjectNode both = farther.deepCopy();
        JsonNode strategy = nearer.get("strategy");
        if (strategy != null && !strategy.equals(both.get("strategy"))) {
            both.retain(COMMON);
        }
        for (Map.Entry<String, JsonNode> field : nearer.properties()) {
            if (field.getValue() instanceof ObjectNode object
                    && both.get(field.getKey()) instanceof ObjectNode below
                    && field.getKey().equals("budget")) {
                below.setAll(object);
            } else {
                both.set(field.getKey(), field.getValue());
            }
        }
        return both;
    }
}
