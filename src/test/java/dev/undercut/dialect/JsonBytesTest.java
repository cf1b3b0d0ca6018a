package dev.undercut.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
    private static final JsonBytes USAGE = JsonBytes.key("usage");

    @Property(tries = 400)
    void a_key_is_found_exactly_where_a_parser_finds_it(@ForAll long seed) throws Exception {
        String json = document(new Random(seed));
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        List<JsonNode> values = Json.MAPPER.readTree(json).findValues("usage");

        // findValues does not look inside what it found; neither question depends on that.
        assertThat(USAGE.find(bytes, 0, bytes.length) >= 0).isEqualTo(!values.isEmpty());
        if (values.stream().anyMatch(value -> !value.isNull())) {
            assertThat(USAGE.isSet(bytes, 0, bytes.length)).isTrue();
        }
        if (values.isEmpty()) {
            assertThat(USAGE.isSet(bytes, 0, bytes.length)).isFalse();
        }
    }

    @Property(tries = 400)
    void a_field_taken_out_leaves_the_rest_as_it_was(@ForAll long seed) throws Exception {
        String json = document(new Random(seed));
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        ObjectNode tree = (ObjectNode) Json.MAPPER.readTree(json);
        int[] run = USAGE.field(bytes, 0, bytes.length);

        assertThat(run != null).isEqualTo(tree.has("usage"));
        if (run != null) {
            tree.remove("usage");
            byte[] rest = new Splice().remove(run[0], run[1]).apply(bytes);
            assertThat(Json.MAPPER.readTree(rest)).isEqualTo(tree);
        }
    }

    @Test
    void a_key_whose_name_ends_in_a_quoted_word_is_another_key() {
        byte[] json = "{\"x \\\"usage\":1}".getBytes(StandardCharsets.UTF_8);

        assertThat(USAGE.find(json, 0, json.length)).isNegative();
        assertThat(USAGE.field(json, 0, json.length)).isNull();
    }

    @Test
    void bytes_that_are_no_whole_object_hold_no_field() {
        for (String text :
                List.of("", "{", "{\"usage", "{\"usage\"", "[DONE]", "{\"a\":\"x", "{}")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(USAGE.field(bytes, 0, bytes.length)).as(text).isNull();
        }
    }

    private static String document(Random random) {
        RandomJson json = new RandomJson(random);
        List<String> fields = new ArrayList<>(json.fields(3));
        if (json.sometimes()) {
            List<String> inner = new ArrayList<>(json.fields(2));
            inner.add(json.field("\"usage\"", json.value(1)));
            fields.add(json.field("\"inner\"", json.object(inner)));
        }
        if (json.sometimes()) {
            fields.add(json.field("\"usage\"", json.value(3)));
        }
        return json.object(fields);
    }
}
