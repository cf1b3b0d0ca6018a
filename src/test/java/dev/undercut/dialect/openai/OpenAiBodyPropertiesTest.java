package dev.undercut.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.OriginalBody.Change;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every request body, however it is spelt. */
class OpenAiBodyPropertiesTest {
    /** An independent reading: trees, numbers to the last digit. */
    private static final JsonMapper TREES =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    @Property(tries = 400)
    void outside_of_the_allowed_changes_every_byte_survives(
            @ForAll long seed, @ForAll boolean usage, @ForAll boolean limit) {
        RandomRequest request = RandomRequest.of(new Random(seed));
        Change change = new Change("prov/Id:1", usage, limit ? 100L : null, "max_tokens");
        String result = Requests.rewritten(request.body(), change);

        int at = 0;
        for (String field : request.fields()) {
            String name = name(field);
            if (name.equals("undercut")) {
                continue;
            }
            String kept = mayChange(name) ? field.substring(0, valueAt(field)) : field;
            int found = result.indexOf(kept, at);
            assertThat(found).as("%s in %s", kept, result).isNotNegative();
            if (mayChange(name)) {
                assertThat(result.substring(at, found)).doesNotContain("undercut");
            } else {
                at = found + kept.length();
            }
        }
        if (!request.fields().stream()
                .map(OpenAiBodyPropertiesTest::name)
                .anyMatch(this::touched)) {
            int end = request.body().lastIndexOf('}');
            String own = field(request, "model");
            String head = own.substring(0, valueAt(own));
            assertThat(result)
                    .startsWith(
                            request.body().substring(0, end).replace(own, head + "\"prov/Id:1\""))
                    .endsWith(request.body().substring(end));
        }
    }

    @Property(tries = 400)
    void the_result_means_the_same_but_for_the_allowed_changes(
            @ForAll long seed, @ForAll boolean usage, @ForAll boolean limit) throws Exception {
        RandomRequest request = RandomRequest.of(new Random(seed));
        Change change = new Change("prov/Id:1", usage, limit ? 100L : null, "max_tokens");
        ObjectNode expected = (ObjectNode) TREES.readTree(request.body());
        expected.remove("undercut");
        expected.put("model", "prov/Id:1");
        if (usage) {
            JsonNode options = expected.path("stream_options");
            ObjectNode asked = options.isObject() ? options.deepCopy() : TREES.createObjectNode();
            expected.set("stream_options", asked.put("include_usage", true));
        }
        if (limit) {
            lower(expected);
        }

        assertThat(TREES.readTree(Requests.rewritten(request.body(), change))).isEqualTo(expected);
    }

    @Property(tries = 400)
    void the_text_is_what_a_walk_over_the_tree_collects(@ForAll long seed) throws Exception {
        RandomRequest request = RandomRequest.of(new Random(seed));
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : TREES.readTree(request.body()).properties()) {
            if (field.getKey().equals("tools")) {
                texts.add(request.tools());
            } else if (field.getKey().equals("messages")) {
                field.getValue().forEach(message -> collect(message, texts));
            }
        }
        ChatRequest read = Requests.read(request.body());

        assertThat(read.prompt().text()).isEqualTo(String.join("\n", texts));
        long written = texts.stream().mapToLong(OpenAiBodyPropertiesTest::bytes).sum();
        // A text may be spelt with escapes (six bytes a character) and be followed by white space.
        assertThat(read.prompt().textBytes()).isBetween(written, written * 6 + 40L * texts.size());
    }

    private static void collect(JsonNode message, List<String> texts) {
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            switch (field.getKey()) {
                case "name" -> texts.add(field.getValue().asText());
                case "content" -> {
                    if (field.getValue().isTextual()) {
                        texts.add(field.getValue().asText());
                    }
                    field.getValue().forEach(part -> texts.add(part.get("text").asText()));
                }
                case "tool_calls" -> strings(field.getValue(), texts);
                default -> {}
            }
        }
    }

    private static void strings(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(inner -> strings(inner, texts));
    }

    private static void lower(ObjectNode expected) {
        boolean said = false;
        for (String name : List.of("max_tokens", "max_completion_tokens")) {
            if (expected.hasNonNull(name)) {
                said = true;
                expected.put(name, (int) Math.min(expected.get(name).asLong(), 100L));
            }
        }
        if (!said) {
            expected.put("max_tokens", 100);
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String name(String field) {
        return field.substring(1, field.indexOf('"', 1))
                .replace("\\u0065", "e")
                .replace("\\u0075", "u");
    }

    private static int valueAt(String field) {
        int at = field.indexOf(':') + 1;
        while (Character.isWhitespace(field.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String field(RandomRequest request, String name) {
        return request.fields().stream()
                .filter(f -> name(f).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean mayChange(String name) {
        return List.of("model", "stream_options", "max_tokens", "max_completion_tokens")
                .contains(name);
    }

    private boolean touched(String name) {
        return name.equals("undercut") || (mayChange(name) && !name.equals("model"));
    }
}
