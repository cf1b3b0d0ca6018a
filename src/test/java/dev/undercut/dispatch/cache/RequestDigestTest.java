package dev.undercut.dispatch.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDigestTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String BODY =
            "{\"model\":\"m\",\"temperature\":0.7,\"messages\":[{\"role\":\"user\",\"content\":\"é\"}]}";

    private static final SortedMap<String, String> NONE = Collections.emptySortedMap();

    private static SortedMap<String, String> beta(String value) {
        return new TreeMap<>(Map.of("anthropic-beta", value));
    }

    private static RequestDigest digest(String body) throws IOException {
        return RequestDigest.of("key_1", PATH, NONE, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"content\":\"é\",\"role\":\"user\"}],\"temperature\":0.7,\"model\":\"m\"}",
                " {\n \"model\" : \"m\" ,\t\"temperature\":0.7,\r\n\"messages\": [ {\"role\":\"user\","
                        + "\"content\":\"\\u00e9\"} ] } ",
                "{\"model\":\"m\",\"temperature\":0.7,\"stream\":true,\"stream_options\":"
                        + "{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"é\"}],"
                        + "\"undercut\":{\"quality_min\":5}}",
            })
    void order_space_escapes_and_delivery_make_no_difference(String other) throws Exception {
        assertThat(digest(other)).isEqualTo(digest(BODY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.7 | 0.70",
                "0.7 | 7e-1",
                "0.7 | \"0.7\"",
                "\"m\" | \"M\"",
                "\"m\" | \"m\",\"user\":\"u\"",
                "\"m\" | \"m\",\"seed\":null",
                "{\"role\" | {\"stream\":true,\"role\"",
                "\"é\"}] | \"é\"},{\"role\":\"user\",\"content\":\"é\"}]",
                "\"é\" | \"e\u0301\"",
                "\"é\" | [\"é\"]",
            })
    void anything_else_does(String from, String to) throws Exception {
        assertThat(BODY).contains(from);
        assertThat(digest(BODY.replace(from, to))).isNotEqualTo(digest(BODY));
    }

    @Test
    void half_a_character_is_not_a_question_mark() throws Exception {
        assertThat(digest("{\"a\":\"\\ud800\"}"))
                .isNotEqualTo(digest("{\"a\":\"?\"}"))
                .isNotEqualTo(digest("{\"a\":\"\\ud801\"}"));
    }

    @Test
    void a_key_that_stands_twice_is_another_request() throws Exception {
        assertThat(digest("{\"a\":1,\"a\":2}"))
                .isNotEqualTo(digest("{\"a\":2}"))
                .isNotEqualTo(digest("{\"a\":2,\"a\":1}"));
    }

    @Test
    void callers_and_paths_are_kept_apart() throws Exception {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        Set<RequestDigest> all = new HashSet<>();
        all.add(RequestDigest.of("key_1", PATH, NONE, body));
        all.add(RequestDigest.of("key_2", PATH, NONE, body));
        all.add(RequestDigest.of("", PATH, NONE, body));
        all.add(RequestDigest.of(null, PATH, NONE, body));
        all.add(RequestDigest.of("key_1", "/v1/messages", NONE, body));
        all.add(RequestDigest.of("key_1" + PATH, "", NONE, body));
        all.add(RequestDigest.of("key_1", PATH, beta("a"), body));
        all.add(RequestDigest.of("key_1", PATH, beta("b"), body));
        assertThat(all).hasSize(8);
    }

    /** What looks alike when brackets are left out must not be alike. */
    @Test
    void different_shapes_never_meet() throws Exception {
        List<String> values =
                List.of(
                        "[]",
                        "{}",
                        "\"\"",
                        "null",
                        "false",
                        "true",
                        "0",
                        "[[]]",
                        "[[],[]]",
                        "[1,2]",
                        "[12]",
                        "[\"1\",\"2\"]",
                        "[[1],2]",
                        "[1,[2]]",
                        "{\"a\":1}",
                        "{\"a\":{\"b\":1}}",
                        "{\"a\":1,\"b\":1}",
                        "[{\"a\":1}]",
                        "{\"a\":[1]}",
                        "{\"\":1}",
                        "\"a\"",
                        "[\"a\",1]");
        Set<RequestDigest> all = new HashSet<>();
        for (String value : values) {
            all.add(digest("{\"x\":" + value + "}"));
        }
        assertThat(all).hasSize(values.size());
    }

    @Test
    void every_order_of_many_keys_is_the_same_request() throws Exception {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            fields.add("\"k" + i + "\":{\"a\":" + i + ",\"b\":[" + i + "]}");
        }
        RequestDigest first = digest("{" + String.join(",", fields) + "}");
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(fields, random);
            assertThat(digest("{" + String.join(",", fields) + "}")).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "{\"a\":}", "nothing"})
    void what_is_no_object_has_none(String body) {
        assertThatThrownBy(() -> digest(body)).isInstanceOf(IOException.class);
    }
}
