package dev.undercut.market.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.Golden;
import dev.undercut.market.feed.source.Feeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every feed must keep, whatever its source. */
@ParameterizedClass
@MethodSource("feeds")
class FeedContractTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final Feed feed;

    FeedContractTest(Feed feed) {
        this.feed = feed;
    }

    static List<Feed> feeds() {
        return Feeds.all();
    }

    @Test
    void a_recorded_input_is_read_as_its_golden_file_says() throws IOException {
        Golden.assertMatches(
                "src/test/resources/golden/feeds/" + feed.kind() + ".txt",
                Recorded.text(Recorded.read(feed, Recorded.of(feed))));
    }

    @Test
    void the_same_bytes_bring_the_same_items() throws IOException {
        byte[] bytes = Recorded.of(feed);
        assertThat(Recorded.read(feed, bytes)).isEqualTo(Recorded.read(feed, bytes));
    }

    @Test
    void it_is_found_by_its_kind() {
        assertThat(Feeds.find(feed.kind()).orElseThrow().getClass()).isEqualTo(feed.getClass());
        assertThat(feed.description()).isNotBlank();
    }

    @Test
    void a_mark_before_the_text_and_gzip_around_it_change_nothing() throws IOException {
        byte[] bytes = Recorded.of(feed);
        List<Item> items = Recorded.read(feed, bytes);
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.writeBytes(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
        marked.writeBytes(bytes);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        assertThat(Recorded.read(feed, marked.toByteArray())).isEqualTo(items);
        assertThat(Recorded.read(feed, packed.toByteArray())).isEqualTo(items);
    }

    @Test
    void gzip_that_is_cut_or_damaged_is_called_so() throws IOException {
        byte[] bytes = Recorded.of(feed);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        byte[] whole = packed.toByteArray();
        for (int left : new int[] {2, 9, whole.length / 2, whole.length - 1}) {
            assertThatThrownBy(() -> Recorded.read(feed, Arrays.copyOf(whole, left)))
                    .isInstanceOf(BrokenFeed.class)
                    .hasMessageContaining("gzip");
        }
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 1;
        assertThatThrownBy(() -> Recorded.read(feed, damaged))
                .isInstanceOf(BrokenFeed.class)
                .hasMessageContaining("broken gzip");
    }

    /** Which of the two is meant nobody knows; the last one would win otherwise. */
    @Test
    void a_field_that_is_stated_twice_is_no_price() throws IOException {
        assumeThat(Recorded.isCsv(feed)).isFalse();
        String text = new String(Recorded.of(feed), StandardCharsets.UTF_8);
        String price = "(\"(input|prompt|input_mtok|input_cost_per_token)\": )(\"?[0-9.e-]+\"?)";
        List<Item> items = Recorded.read(feed, text.replaceAll(price, "$1$3, $1\"8.5\""));
        List<Item> same = Recorded.read(feed, text.replaceAll(price, "$1$3, $1$3"));
        assertThat(same).isEqualTo(Recorded.read(feed, text));
        assertThat(items.stream().filter(item -> item instanceof Item.Skipped).count())
                .isGreaterThan(same.stream().filter(item -> item instanceof Item.Skipped).count());
    }

    @Test
    void nothing_a_web_page_and_too_much_are_refused() {
        for (String text : List.of("", "  \n ", "<!doctype html><p>Sorry", "\n<?xml?>")) {
            assertThatThrownBy(() -> Recorded.read(feed, text)).isInstanceOf(BrokenFeed.class);
        }
        byte[] bytes = Recorded.of(feed);
        assertThatThrownBy(
                        () -> {
                            try (InputStream opened =
                                    FeedBytes.open(
                                            new ByteArrayInputStream(bytes), 100, read -> {})) {
                                feed.read(opened, item -> {});
                            }
                        })
                .isInstanceOf(BrokenFeed.class)
                .hasMessageContaining("larger than 100 bytes");
    }

    @Test
    void a_feed_that_is_cut_short_says_where() {
        assumeThat(Recorded.isCsv(feed)).isFalse();
        byte[] bytes = Recorded.of(feed);
        for (int percent = 5; percent < 100; percent += 5) {
            byte[] cut = Arrays.copyOf(bytes, bytes.length * percent / 100);
            assertThatThrownBy(() -> Recorded.read(feed, cut))
                    .isInstanceOf(BrokenFeed.class)
                    .hasMessageContaining("line ");
        }
    }

    @Test
    void broken_json_and_what_stands_after_the_end_is_refused() {
        assumeThat(Recorded.isCsv(feed)).isFalse();
        String text = new String(Recorded.of(feed), StandardCharsets.UTF_8);
        int middle = text.indexOf(':', text.length() / 2);
        String broken = text.substring(0, middle) + "=" + text.substring(middle + 1);
        for (String each : List.of(broken, text + "{}", text.replace("\"models\"", "models\""))) {
            if (!each.equals(text)) {
                assertThatThrownBy(() -> Recorded.read(feed, each)).isInstanceOf(BrokenFeed.class);
            }
        }
    }

    @Test
    void a_csv_without_a_needed_column_names_it() {
        assumeThat(Recorded.isCsv(feed)).isTrue();
        assertThatThrownBy(() -> Recorded.read(feed, "provider,output,kind\na,b,c\n"))
                .isInstanceOf(BrokenFeed.class)
                .hasMessageContaining("line 1: no column model");
    }

    @Test
    void fields_that_nobody_knows_are_passed_over() throws IOException {
        byte[] bytes = Recorded.of(feed);
        byte[] more;
        if (Recorded.isCsv(feed)) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            more = text.replace("\n", ",later\n").getBytes(StandardCharsets.UTF_8);
        } else {
            JsonNode tree = JSON.readTree(bytes);
            widen(tree);
            more = JSON.writeValueAsBytes(tree);
        }
        assertThat(Recorded.kept(feed, more)).isEqualTo(Recorded.kept(feed, bytes));
    }

    private static void widen(JsonNode node) {
        List<JsonNode> children = new ArrayList<>();
        node.forEach(children::add);
        children.forEach(FeedContractTest::widen);
        if (node instanceof ObjectNode object && !object.has("start_date")) {
            if (!object.has("start_time")) {
                object.putObject("x_later").put("some", "thing");
            }
        }
    }

    @Test
    void entries_that_make_no_sense_do_not_cost_the_others() throws IOException {
        assumeThat(Recorded.isCsv(feed)).isFalse();
        byte[] bytes = Recorded.of(feed);
        String text = new String(bytes, StandardCharsets.UTF_8);
        String wrong =
                text.replaceFirst(
                        "(\"(input|prompt|input_mtok|input_cost_per_token)\": )"
                                + "(\"[0-9.e-]+\"|[0-9.e-]+)",
                        "$1\"a lot\"");
        assertThat(wrong).isNotEqualTo(text);
        List<Item> items = Recorded.read(feed, wrong);
        assertThat(items).anyMatch(item -> item instanceof Item.Skipped);
        assertThat(items.stream().filter(item -> item instanceof Item.Price)).isNotEmpty();
    }

    /** Reading must hand entries on while it reads: then memory does not grow with the feed. */
    @Test
    void a_long_feed_is_read_as_a_stream() throws IOException {
        int entries = 40_000;
        AtomicLong read = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        AtomicLong furthest = new AtomicLong();
        List<Item> first = new ArrayList<>();
        try (InputStream bytes = FeedBytes.open(LongFeed.of(feed, entries), 1 << 30, read::set)) {
            feed.read(
                    bytes,
                    item -> {
                        if (first.isEmpty()) {
                            first.add(item);
                            furthest.set(read.get());
                        }
                        taken.incrementAndGet();
                    });
        }
        assertThat(taken).hasValue(entries);
        assertThat(read.get()).isGreaterThan(1_500_000);
        assertThat(furthest.get()).isLessThan(400_000);
    }
}
