package dev.undercut.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.app.terminal.TerminalClient;
import dev.undercut.dialect.Json;
import dev.undercut.money.Usd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undercut ask}: one question, streamed, with its bill. */
@Command(
        name = "ask",
        description = "Ask one question; the answer streams, its cost follows on standard error.",
        mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {
    @Mixin Setup setup = new Setup();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            defaultValue = "undercut/auto",
            description =
                    "A model (gpt-4o-mini), a floor (undercut/gpt-4o, undercut/55) or a policy"
                            + " (default: ${DEFAULT-VALUE}).")
    String model = "undercut/auto";

    @Option(
            names = "--max-usd",
            paramLabel = "USD",
            description = "The most that the answer may cost.")
    @Nullable String maxUsd;

    @Option(names = "--system", paramLabel = "TEXT", description = "A system message.")
    @Nullable String system;

    @Parameters(
            paramLabel = "TEXT",
            arity = "1..*",
            description = "The question; - reads it from standard input.")
    List<String> words = List.of();

    @Override
    public Integer call() throws IOException {
        byte[] body = body();
        try (Wiring house = setup.wiring()) {
            house.serving().discover();
            ShownAnswer shown = new ShownAnswer(setup.out(), setup.err());
            new TerminalClient(shown::event)
                    .call(house.calls(), job -> house.calls().chat(job, body));
            return shown.finish() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private byte[] body() throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("model", model);
        json.put("stream", true);
        json.putObject("stream_options").put("include_usage", true);
        ArrayNode messages = json.putArray("messages");
        if (system != null) {
            messages.addObject().put("role", "system").put("content", system);
        }
        messages.addObject().put("role", "user").put("content", question());
        if (maxUsd != null) {
            json.putObject("undercut").put("max_usd", amount(maxUsd).dollars());
        }
        return Json.MAPPER.writeValueAsBytes(json);
    }

    private Usd amount(String text) {
        try {
            return Usd.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Setup.UsageException(setup.line(), "--max-usd: " + e.getMessage());
        }
    }

    private String question() throws IOException {
        String text = String.join(" ", words);
        return text.equals("-")
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                : text;
    }
}
