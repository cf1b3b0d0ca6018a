package dev.undercut.app.compute;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.app.Setup;
import dev.undercut.compute.spec.Wish;
import dev.undercut.dialect.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is asked, of whom, and with how much compute: the options that run and estimate share. */
final class Question {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            defaultValue = "undercut/auto",
            description =
                    "As clients name it; may end in a strategy such as :vote-8@0.02"
                            + " (default: ${DEFAULT-VALUE}).")
    String model = "undercut/auto";

    @Option(
            names = {"-c", "--compute"},
            paramLabel = "HOW",
            description =
                    "What to run: short, such as best-8@0.05, or a JSON object as in the request's"
                            + " field undercut.compute (default: auto).")
    @Nullable String compute;

    @Option(names = "--system", paramLabel = "TEXT", description = "A system message.")
    @Nullable String system;

    @Parameters(
            paramLabel = "TEXT",
            arity = "1..*",
            description = "The question; - reads it from standard input.")
    List<String> words = List.of();

    /**
     * The request.
     *
     * @throws Setup.UsageException when it cannot be read
     */
    byte[] body(Setup setup, boolean stream, boolean dryRun) throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("model", model);
        json.put("stream", stream);
        if (stream) {
            json.putObject("stream_options").put("include_usage", true);
        }
        ArrayNode messages = json.putArray("messages");
        if (system != null) {
            messages.addObject().put("role", "system").put("content", system);
        }
        messages.addObject().put("role", "user").put("content", text());
        json.putObject("undercut").set("compute", wish(setup, dryRun));
        return Json.MAPPER.writeValueAsBytes(json);
    }

    private ObjectNode wish(Setup setup, boolean dryRun) {
        String how = compute;
        ObjectNode wish = Json.MAPPER.createObjectNode();
        if (how != null) {
            Optional<ObjectNode> said = Wish.brief(how).or(() -> Wish.json(how));
            wish =
                    said.orElseThrow(() ->
                            new Setup.UsageException(
                                    setup.line(),
                                    "--compute: expected a strategy such as vote-8@0.02, or a JSON"
                                            + " object"));
        }
        if (dryRun) {
            wish.put("dry_run", true);
        }
        return wish;
    }

    private String text() throws IOException {
        String text = String.join(" ", words);
        return text.equals("-")
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                : text;
    }
}
