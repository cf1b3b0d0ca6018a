package dev.undercut.market.feed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Feeds as they were recorded, and what is read from bytes. */
final class Recorded {
    private Recorded() {}

    /** The recorded input of a feed. */
    static byte[] of(Feed feed) {
        String name = feed.kind() + (isCsv(feed) ? ".csv" : ".json");
        try {
            return Files.readAllBytes(Path.of("src/test/resources/feeds", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isCsv(Feed feed) {
        return feed.kind().endsWith("-csv");
    }

    /** What a feed brings, opened as an import opens it. */
    static List<Item> read(Feed feed, byte[] bytes) throws IOException {
        List<Item> items = new ArrayList<>();
        try (var opened = FeedBytes.open(new ByteArrayInputStream(bytes), 1 << 30, read -> {})) {
            feed.read(opened, items::add);
        }
        return items;
    }

    static List<Item> read(Feed feed, String text) throws IOException {
        return read(feed, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a feed brings besides entries passed over. */
    static List<Item> kept(Feed feed, byte[] bytes) throws IOException {
        return read(feed, bytes).stream().filter(item -> !(item instanceof Item.Skipped)).toList();
    }

    /** Items line by line, for golden files. */
    static String text(List<Item> items) {
        StringBuilder text = new StringBuilder();
        for (Item item : items) {
            text.append(
                            switch (item) {
                                case Item.Skipped(String what, String reason) ->
                                        "skipped " + what + ": " + reason;
                                case Item.Score(var score) -> "score " + score;
                                case Item.Price(Observation seen) -> line(seen);
                            })
                    .append('\n');
        }
        return text.toString();
    }

    private static String line(Observation seen) {
        Observation.Terms terms = seen.terms();
        Map<String, Object> more = new TreeMap<>();
        put("from", terms.validFrom(), more);
        put("to", terms.validTo(), more);
        put("context", terms.context(), more);
        put("max_output", terms.maxOutput(), more);
        put("source", terms.source(), more);
        if (!terms.notes().isEmpty()) {
            more.put("notes", terms.notes().stream().sorted().toList());
        }
        return "price %s %s%s %s %s: %s %s"
                .formatted(
                        seen.provider(),
                        seen.upstreamId(),
                        seen.exactId() ? "" : " (a name)",
                        seen.model(),
                        seen.tier().code(),
                        seen.amounts().text(),
                        more);
    }

    private static void put(String name, @Nullable Object value, Map<String, Object> to) {
        if (value != null) {
            to.put(name, value);
        }
    }
}
