package dev.undercut.market.feed;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractCollection;
import java.util.Collections;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Feeds as long as one likes, made while they are read. */
final class LongFeed {
    private LongFeed() {}

    static InputStream of(Feed feed, int entries) {
        String[] parts = parts(feed);
        Iterator<InputStream> each =
                Stream.of(
                                Stream.of(parts[0]),
                                IntStream.range(0, entries)
                                        .mapToObj(i ->
                                                (i == 0 ? "" : parts[1])
                                                        + parts[2].replace("#", "" + i)),
                                Stream.of(parts[3]))
                        .flatMap(texts -> texts)
                        .map(text ->
                                (InputStream)
                                        new ByteArrayInputStream(
                                                text.getBytes(StandardCharsets.UTF_8)))
                        .iterator();
        return new SequenceInputStream(Collections.enumeration(new Lazy(each)));
    }

    /** What stands before, between, in each place, and after. */
    private static String[] parts(Feed feed) {
        return switch (feed.kind()) {
            case "models.dev" ->
                    new String[] {
                        "{\"openai\":{\"id\":\"openai\",\"models\":{",
                        ",",
                        "\"m-#\":{\"id\":\"m-#\",\"cost\":{\"input\":1,\"output\":2}}",
                        "}}}"
                    };
            case "openrouter" ->
                    new String[] {
                        "{\"data\":[",
                        ",",
                        "{\"id\":\"a/m-#\",\"pricing\":{\"prompt\":\"0.1\",\"completion\":\"1\"}}",
                        "]}"
                    };
            case "litellm" ->
                    new String[] {
                        "{",
                        ",",
                        "\"m-#\":{\"litellm_provider\":\"openai\",\"mode\":\"chat\","
                                + "\"input_cost_per_token\":1e-06,\"output_cost_per_token\":2e-06}",
                        "}"
                    };
            case "genai-prices" ->
                    new String[] {
                        "[{\"id\":\"openai\",\"models\":[",
                        ",",
                        "{\"id\":\"m-#\",\"prices\":{\"input_mtok\":1,\"output_mtok\":2}}",
                        "]}]"
                    };
            case "llm-prices" ->
                    new String[] {
                        "{\"prices\":[",
                        ",",
                        "{\"id\":\"m-#\",\"vendor\":\"openai\",\"input\":1,\"output\":2}",
                        "]}"
                    };
            case "prices-csv" ->
                    new String[] {
                        "provider,model,input,output,note\n",
                        "",
                        "openai,m-#,1,2,a long note that says little\n",
                        ""
                    };
            case "scores-csv" ->
                    new String[] {
                        "model,benchmark,score,source\n",
                        "",
                        "m-#,mmlu,50,a page that is cited at some length\n",
                        ""
                    };
            default -> throw new IllegalArgumentException("no long form of " + feed.kind());
        };
    }

    private static final class Lazy extends AbstractCollection<InputStream> {
        private final Iterator<InputStream> each;

        Lazy(Iterator<InputStream> each) {
            this.each = each;
        }

        @Override
        public Iterator<InputStream> iterator() {
            return each;
        }

        @Override
        public int size() {
            throw new UnsupportedOperationException();
        }
    }
}
