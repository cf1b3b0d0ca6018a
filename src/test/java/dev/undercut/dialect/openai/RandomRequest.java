package dev.undercut.dialect.openai;

import dev.undercut.dialect.RandomJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A request body at random.
 *
 * @param fields its fields as they stand in the body, in order: {@code "name" : value}
 * @param body all of it
 * @param tools the declarations as they stand, or empty
 */
record RandomRequest(List<String> fields, String body, String tools) {

    static RandomRequest of(Random random) {
        RandomJson json = new RandomJson(random);
        List<String> fields = new ArrayList<>(json.fields(3));
        String model = json.sometimes() ? "\"mod\\u0065l\"" : "\"model\"";
        fields.add(json.field(model, json.string().replaceFirst("\"", "\"gpt-")));
        fields.add(json.field("\"messages\"", messages(json)));
        String tools = "";
        if (json.sometimes()) {
            tools = "[" + json.joined(List.of(json.object(json.fields(2)))) + "]";
            fields.add(json.field("\"tools\"", tools));
        }
        optional(json, fields, "\"stream\"", "true", "false", "null");
        optional(
                json,
                fields,
                "\"stream_options\"",
                "null",
                "{" + json.space() + "}",
                json.ordered(List.of("\"include_obfuscation\":false")),
                json.ordered(List.of(json.field("\"include_usage\"", "false"))),
                json.ordered(List.of("\"x\":[{}]", json.field("\"include_usage\"", "true"))));
        optional(json, fields, "\"max_tokens\"", "null", "50", "5000");
        optional(json, fields, "\"max_completion_tokens\"", "null", "50", "5000");
        optional(json, fields, "\"n\"", "1", "3");
        String own = json.sometimes() ? "\"\\u0075ndercut\"" : "\"undercut\"";
        optional(
                json,
                fields,
                own,
                "null",
                "{" + json.space() + "}",
                json.ordered(List.of(json.field("\"task\"", "\"a,\\\"}\""), "\"max_usd\": 0.10")));
        Collections.shuffle(fields, random);
        return new RandomRequest(
                List.copyOf(fields), json.space() + json.ordered(fields) + json.space(), tools);
    }

    private static void optional(
            RandomJson json, List<String> fields, String name, String... values) {
        if (json.sometimes()) {
            fields.add(json.field(name, json.one(List.of(values))));
        }
    }

    private static String messages(RandomJson json) {
        List<String> messages = new ArrayList<>();
        do {
            List<String> fields = new ArrayList<>(json.fields(2));
            fields.add(json.field("\"role\"", "\"user\""));
            fields.add(json.field("\"content\"", content(json)));
            optional(json, fields, "\"name\"", json.string());
            if (json.sometimes()) {
                fields.add(json.field("\"tool_calls\"", "[" + json.object(json.fields(2)) + "]"));
            }
            messages.add(json.object(fields));
        } while (json.sometimes());
        return "[" + json.joined(messages) + "]";
    }

    private static String content(RandomJson json) {
        if (json.sometimes()) {
            return "null";
        }
        if (json.sometimes()) {
            return json.string();
        }
        List<String> parts = new ArrayList<>();
        while (json.sometimes()) {
            parts.add(
                    json.object(
                            List.of(
                                    json.field("\"type\"", "\"text\""),
                                    json.field("\"text\"", json.string()),
                                    json.field("\"x\"", json.value(2)))));
        }
        return "[" + json.joined(parts) + "]";
    }
}
