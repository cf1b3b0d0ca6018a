package dev.undercut.provider.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.undercut.provider.sandbox.skill.Attempt;
import dev.undercut.provider.sandbox.skill.Calculation;
import dev.undercut.provider.sandbox.skill.Skills;
import dev.undercut.provider.sandbox.skill.Task;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what a model says to a request: works it out, calls a tool, or tells what it is. */
final class Speaker {

    /** From this ability on a model reaches for a calculator without being told to. */
    private static final double TOOL_USER = 2.5;

    private static final int QUOTED = 2_000;

    private static final Pattern TERSE =
            Pattern.compile(
                    "(?i)\\b(?:only|just) (?:with )?the (?:final )?(?:answer|number|result)\\b"
                            + "|\\b(?:no|without) (?:working|explanations?)\\b");

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

    private static final String BLIND = "I cannot see images: I am a simulated model.\n";

    private static final String WHAT_I_AM =
            """
            I am {model}, a simulated model of Undercut's sandbox: no real model was called. I only do \
            arithmetic ("What is 17*23?"), word problems made by the sandbox's own generator, and \
            the game of 24 ("Use 4 7 8 8 to make 24."), right as often as my accuracy states. For \
            real answers give Undercut a provider's key and start it again, for example: \
            export OPENAI_API_KEY=...\
            """;

    private final Skills skills = new Skills();
    private final Sampler sampler;

    Speaker(Sampler sampler) {
        this.sampler = sampler;
    }

    /** One choice for the request, a pure function of its arguments. */
    Choice say(Ask ask, long greedy, long sample) {
        if (ask.turns().getLast().role().equals("tool")) {
            return plain(ask, toolResult(ask.turns().getLast().text()));
        }
        Question question = Question.of(ask, skills);
        Optional<Choice.ToolCall> call = call(ask, question, sample);
        if (call.isPresent()) {
            return new Choice("", "", call.get(), "tool_calls");
        }
        if (question.task().isEmpty()) {
            String text = WHAT_I_AM.replace("{model}", ask.model().id());
            return plain(ask, new Attempt("", text));
        }
        return worked(ask, question.task().get(), question.edge(), greedy, sample);
    }

    private Choice worked(Ask ask, Task task, double edge, long greedy, long sample) {
        Effort effort = ask.model().can("reasoning") ? Effort.named(ask.effort()) : Effort.NONE;
        double thought = ask.model().can("reasoning") ? effort.edge : 0;
        Attempt attempt =
                sampler.attempt(
                        task,
                        new Sampler.Draw(
                                ask.model(), edge + thought, ask.temperature(), greedy, sample));
        Choice spoken = plain(ask, attempt);
        return new Choice(reasoning(attempt, effort), spoken.content(), null, "stop");
    }

    private static String reasoning(Attempt attempt, Effort effort) {
        if (effort.passes == 0) {
            return "";
        }
        StringBuilder out = new StringBuilder("(Simulated reasoning.) Let me work it out. ");
        for (int pass = 1; pass <= effort.passes; pass++) {
            out.append(pass == 1 ? "First: " : "Once more, to check: ");
            out.append(attempt.working()).append(". That gives ");
            out.append(attempt.answer()).append(".\n");
        }
        return out.append("I am done.").toString();
    }

    private static Choice plain(Ask ask, Attempt attempt) {
        String seen = ask.last("user").map(t -> t.attachments() > 0).orElse(false) ? BLIND : "";
        JsonNode schema = ask.schema();
        if (schema != null) {
            String working =
                    seen + (attempt.working().isEmpty() ? attempt.answer() : attempt.working());
            JsonNode json =
                    new SchemaFill(schema, attempt.answer(), attempt.number().orElse(null), working)
                            .filled();
            return new Choice("", json.toString(), null, "stop");
        }
        boolean terse = TERSE.matcher(instructions(ask)).find();
        String text =
                attempt.working().isEmpty() || terse
                        ? attempt.answer()
                        : attempt.working() + "\nAnswer: " + attempt.answer();
        return new Choice("", seen + text, null, "stop");
    }

    /** What may say how to answer, clipped: the first message and the last. */
    private static String instructions(Ask ask) {
        return clip(ask.turns().getFirst().text()) + "\n" + clip(ask.turns().getLast().text());
    }

    private static Attempt toolResult(String result) {
        String quoted = clip(result.strip());
        Optional<String> number =
                NUMBER.matcher(quoted).results().map(MatchResult::group).reduce((a, b) -> b);
        return new Attempt("The tool returned " + quoted, number.orElse(quoted));
    }

    private static String clip(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED);
    }

    private static Optional<Choice.ToolCall> call(Ask ask, Question question, long sample) {
        boolean required = ask.toolChoice().equals("required");
        if (ask.toolChoice().equals("none") || (!required && ask.model().ability() < TOOL_USER)) {
            return Optional.empty();
        }
        @Nullable Calculation calculation = question.task().flatMap(Task::calculation).orElse(null);
        JsonNode fallback = null;
        for (JsonNode tool : ask.tools()) {
            String name = tool.path("name").asText();
            if (ask.forcedTool() != null && !name.equals(ask.forcedTool())) {
                continue;
            }
            fallback = fallback == null ? tool : fallback;
            Optional<? extends JsonNode> arguments =
                    calculation == null ? Optional.empty() : ToolUse.arguments(tool, calculation);
            if (arguments.isPresent()) {
                return Optional.of(call(name, arguments.get(), sample));
            }
        }
        return required && fallback != null
                ? Optional.of(call(fallback.path("name").asText(), guessed(ask, fallback), sample))
                : Optional.empty();
    }

    /** Arguments for a tool that is no calculator but has to be called: the user's own words. */
    private static JsonNode guessed(Ask ask, JsonNode tool) {
        String words = clip(ask.last("user").map(Ask.Turn::text).orElse(""));
        JsonNode parameters = tool.path("parameters");
        return parameters.path("properties").isEmpty()
                ? JsonNodeFactory.instance.objectNode()
                : new SchemaFill(parameters, words, null, words).filled();
    }

    private static Choice.ToolCall call(String name, JsonNode arguments, long sample) {
        String hex = HexFormat.of().toHexDigits(Dice.hash(sample, Dice.hash(name)));
        return new Choice.ToolCall(
                "call_" + hex.toLowerCase(Locale.ROOT), name, arguments.toString());
    }
}
