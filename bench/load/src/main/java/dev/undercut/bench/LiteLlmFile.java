package dev.undercut.bench;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A price file in LiteLLM's form, as long as one likes, made from the product's own prices: first
 * the shipped offers, one in eight at another price; then, round by round, the same models at
 * sellers that nobody knows yet. In those rounds one in five is no chat model, one in seven has a
 * name that no book knows. The same data make the same file.
 */
final class LiteLlmFile {
    private static final int PROVIDER = 0;
    private static final int UPSTREAM_ID = 2;
    private static final int TIER = 3;
    private static final int VALID_TO = 5;
    private static final int INPUT = 8;
    private static final int OUTPUT = 12;
    private static final int CURRENCY = 15;
    private static final int CHANGED = 8;
    private static final int NO_CHAT = 5;
    private static final int UNKNOWN = 7;

    /** What every entry of the real file carries besides its prices. */
    private static final String REST =
            """
              "max_input_tokens": 131072,
              "max_output_tokens": 16384,
              "max_tokens": 16384,
              "supported_endpoints": [
               "/v1/chat/completions",
               "/v1/batch",
               "/v1/responses"
              ],
              "supported_modalities": [
               "text",
               "image"
              ],
              "supported_output_modalities": [
               "text"
              ],
              "supports_function_calling": true,
              "supports_native_streaming": true,
              "supports_parallel_function_calling": true,
              "supports_pdf_input": false,
              "supports_prompt_caching": true,
              "supports_reasoning": false,
              "supports_response_schema": true,
              "supports_system_messages": true,
              "supports_tool_choice": true,
              "supports_vision": true
             }\
            """;

    private record Sold(String provider, String id, BigDecimal input, BigDecimal output) {
        static Optional<Sold> of(String line) {
            String[] fields = line.split(",", CURRENCY + 2);
            boolean current =
                    fields.length > CURRENCY
                            && fields[TIER].equals("standard")
                            && fields[VALID_TO].isEmpty()
                            && fields[CURRENCY].isEmpty()
                            && !fields[INPUT].isEmpty()
                            && !fields[OUTPUT].isEmpty();
            // A quoted field may hold commas; what stands in quotes that early is left out.
            return current && !String.join("", List.of(fields).subList(0, CURRENCY)).contains("\"")
                    ? Optional.of(
                            new Sold(
                                    fields[PROVIDER],
                                    fields[UPSTREAM_ID],
                                    new BigDecimal(fields[INPUT]),
                                    new BigDecimal(fields[OUTPUT])))
                    : Optional.empty();
        }
    }

    private LiteLlmFile() {}

    /**
     * Writes it.
     *
     * @param data the product's folder of data files
     * @param least bytes; it ends with the entry that reaches them
     * @return entries written
     */
    static int write(Path file, Path data, long least) throws IOException {
        List<Sold> sold = sold(data);
        Map<String, String> spellings = spellings(data);
        int entries = 0;
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("{\n");
            for (long bytes = 2; bytes < least; entries++) {
                Sold next = sold.get(entries % sold.size());
                String entry = entry(next, entries, entries / sold.size(), spellings);
                out.write(entries == 0 ? entry : ",\n" + entry);
                bytes += entry.length() + 2;
            }
            out.write("\n}\n");
        }
        return entries;
    }

    private static String entry(Sold sold, int i, int round, Map<String, String> spellings) {
        boolean chat = round == 0 || i % NO_CHAT != 0;
        String provider =
                round == 0
                        ? spellings.getOrDefault(sold.provider(), sold.provider())
                        : "seller-" + round + "-" + sold.provider();
        String id = round > 0 && i % UNKNOWN == 0 ? "novel-" + i : sold.id();
        BigDecimal times = new BigDecimal(i % CHANGED == 0 ? "0.8" : "1");
        BigDecimal input = sold.input().multiply(times);
        return " \""
                + provider
                + "/"
                + id
                + "\": {\n  \"cache_read_input_token_cost\": "
                + perToken(input.movePointLeft(1))
                + ",\n  \"input_cost_per_token\": "
                + perToken(input)
                + ",\n  \"litellm_provider\": \""
                + provider
                + "\",\n  \"mode\": \""
                + (chat ? "chat" : "embedding")
                + "\",\n  \"output_cost_per_token\": "
                + perToken(sold.output().multiply(times))
                + ",\n"
                + REST;
    }

    private static String perToken(BigDecimal perMillion) {
        return perMillion.movePointLeft(6).toString().replace('E', 'e');
    }

    /** The offers on sale by the shipped book, at their standard prices in USD. */
    private static List<Sold> sold(Path data) throws IOException {
        Map<String, Sold> sold = new LinkedHashMap<>();
        for (String line : Files.readAllLines(data.resolve("prices.csv"))) {
            Sold.of(line).ifPresent(one -> sold.put(one.provider() + "/" + one.id(), one));
        }
        return List.copyOf(sold.values());
    }

    /** Our name of a provider to one of LiteLLM's. */
    private static Map<String, String> spellings(Path data) throws IOException {
        Map<String, String> spellings = new HashMap<>();
        for (String line : Files.readAllLines(data.resolve("feed_providers.csv"))) {
            String[] fields = line.split(",", 4);
            if (fields.length == 4 && fields[0].equals("litellm")) {
                spellings.putIfAbsent(fields[2], fields[1]);
            }
        }
        return spellings;
    }
}
