package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.OriginalBody;
import dev.undercut.chat.Preferences;
import dev.undercut.chat.Prompt;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.PreferencesReader;
import dev.undercut.dialect.RefusedException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request in the making. Its text is {@code bytes} long, images left out. */
record Ask(
        String model,
        long bytes,
        @Nullable Long maxOutput,
        int choices,
        Effort effort,
        Set<Feature> needs,
        Preferences preferences) {

    static Ask of(String model) {
        return new Ask(model, 400, null, 1, Effort.DEFAULT, Set.of(), Preferences.NONE);
    }

    Ask bytes(long value) {
        return new Ask(model, value, maxOutput, choices, effort, needs, preferences);
    }

    Ask maxOutput(long value) {
        return new Ask(model, bytes, value, choices, effort, needs, preferences);
    }

    Ask choices(int value) {
        return new Ask(model, bytes, maxOutput, value, effort, needs, preferences);
    }

    Ask effort(Effort value) {
        return new Ask(model, bytes, maxOutput, choices, value, needs, preferences);
    }

    Ask needs(Feature... values) {
        return new Ask(model, bytes, maxOutput, choices, effort, Set.of(values), preferences);
    }

    /** The field {@code undercut}, with apostrophes for quotation marks. */
    Ask with(String json) {
        return new Ask(model, bytes, maxOutput, choices, effort, needs, preferences(json));
    }

    static Preferences preferences(String json) {
        try {
            return PreferencesReader.read(Json.MAPPER.readTree(json.replace('\'', '"')));
        } catch (IOException | RefusedException e) {
            throw new AssertionError(e);
        }
    }

    ChatRequest request() {
        return new ChatRequest(
                model,
                false,
                true,
                maxOutput,
                choices,
                effort,
                needs,
                new Text(bytes),
                preferences,
                new NoBody());
    }

    private record Text(long textBytes) implements Prompt {
        @Override
        public int messages() {
            return 1;
        }

        @Override
        public int images() {
            return 0;
        }

        @Override
        public int lowDetailImages() {
            return 0;
        }

        @Override
        public String text() {
            return "word".repeat(Math.toIntExact(textBytes / 4));
        }
    }

    private record NoBody() implements OriginalBody {
        @Override
        public String dialect() {
            return "openai";
        }

        @Override
        public byte[] rewritten(Change change) {
            return new byte[0];
        }

        @Override
        public Translation translated() {
            throw new AssertionError("routing reads no conversation");
        }
    }
}
