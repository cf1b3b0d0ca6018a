package dev.undercut.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.openai.OpenAi;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undercut route}: decisions without a call. */
@Command(
        name = "route",
        description = "See how a request would be routed.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = RouteCommand.Explain.class)
final class RouteCommand {

    /** {@code undercut route explain}. */
    @Command(
            name = "explain",
            description = "Show which offers would answer, at what cost, and why the others not.",
            mixinStandardHelpOptions = true)
    static final class Explain implements Callable<Integer> {
        private static final int REJECTIONS_SHOWN = 10;

        @Mixin Setup setup = new Setup();

        @Option(
                names = {"-m", "--model"},
                paramLabel = "MODEL",
                required = true,
                description = "The model name of the request.")
        String model = "";

        @Option(
                names = "--needs",
                paramLabel = "FEATURE",
                split = ",",
                description = "tools, vision, json_schema, reasoning, audio.")
        List<String> needs = List.of();

        @Option(
                names = "--max-tokens",
                paramLabel = "N",
                description = "The request's output limit.")
        @Nullable Long maxTokens;

        @Option(names = "--json", description = "One JSON document and nothing else.")
        boolean json;

        @Parameters(
                paramLabel = "TEXT",
                arity = "0..*",
                description = "The question (default: a short one).")
        List<String> words = List.of();

        @Override
        public Integer call() throws IOException {
            ChatRequest request = request();
            try (Wiring house = setup.wiring()) {
                house.serving().discover();
                String record = house.calls().explained(request);
                if (json) {
                    setup.out().println(record);
                } else {
                    show(setup.out(), Json.MAPPER.readTree(record));
                }
                setup.out().flush();
                return record.contains("\"chosen\":null")
                        ? CommandLine.ExitCode.SOFTWARE
                        : CommandLine.ExitCode.OK;
            }
        }

        private ChatRequest request() throws IOException {
            ObjectNode body = Json.MAPPER.createObjectNode();
            body.put("model", model);
            String text = words.isEmpty() ? "Hello." : String.join(" ", words);
            body.putArray("messages").addObject().put("role", "user").put("content", text);
            if (maxTokens != null) {
                body.put("max_tokens", maxTokens);
            }
            if (!needs.isEmpty()) {
                ArrayNode asked = body.putObject("undercut").putArray("needs");
                needs.forEach(asked::add);
            }
            return switch (new OpenAi().read(Json.MAPPER.writeValueAsBytes(body))) {
                case Reading.Read(ChatRequest request) -> request;
                case Reading.Refused(Refusal refusal) ->
                        throw new Setup.UsageException(setup.line(), refusal.message());
            };
        }

        private static void show(PrintWriter out, JsonNode record) {
            if (record.path("chosen").isNull()) {
                out.println(record.path("reason").asText());
            } else {
                out.println(
                        record.path("model").asText() + " means " + record.path("means").asText());
                out.println(
                        "chosen: "
                                + record.path("chosen").asText()
                                + ", "
                                + record.path("reason").asText());
                out.println();
                for (JsonNode quote : record.path("plan")) {
                    out.printf(
                            Locale.ROOT,
                            "  %-14s expected %s tokens in (%s), %s out  %s%n",
                            money(quote.path("expected_cost_usd")),
                            quote.path("input_tokens").asText(),
                            quote.path("input_tokens_basis").asText(),
                            quote.path("output_tokens_expected").asText(),
                            name(quote));
                }
            }
            rejections(out, record.path("rejected"));
        }

        private static void rejections(PrintWriter out, JsonNode rejected) {
            if (rejected.isEmpty()) {
                return;
            }
            out.println();
            out.println("not taken, nearest first:");
            int shown = 0;
            for (JsonNode rejection : rejected) {
                if (shown++ == REJECTIONS_SHOWN) {
                    out.println(
                            "  … and " + (rejected.size() - REJECTIONS_SHOWN) + " more (--json)");
                    break;
                }
                StringBuilder misses = new StringBuilder();
                for (JsonNode miss : rejection.path("misses")) {
                    misses.append(misses.isEmpty() ? "" : ", ").append(miss.asText());
                }
                out.println("  " + name(rejection) + ": " + misses);
            }
        }

        private static String name(JsonNode offer) {
            return offer.path("provider").asText() + "/" + offer.path("model").asText();
        }

        private static String money(JsonNode value) {
            return value.isNumber() ? "$" + value.decimalValue().toPlainString() : "unknown";
        }
    }
}
