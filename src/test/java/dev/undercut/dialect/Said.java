package dev.undercut.dialect;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.dialect.Outgoing.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes conversations for tests of dialects. */
public final class Said {
    private final List<Part> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final List<String> stop = new ArrayList<>();
    private final Map<String, String> others = new HashMap<>();
    private ToolChoice choice = new ToolChoice.Auto();
    private @Nullable Boolean parallel;
    private Sampling sampling = Sampling.DEFAULT;
    private @Nullable Long maxOutput;
    private int choices = 1;
    private Format format = new Format.Text();
    private Thinking thinking = Thinking.DEFAULT;

    /** A conversation that begins with this question. */
    public static Said user(String text) {
        return new Said().turn(Role.USER, new Part.Text(text));
    }

    public Said system(String text) {
        system.add(new Part.Text(text));
        return this;
    }

    public Said turn(Role role, Part... parts) {
        turns.add(new Turn(role, List.of(parts), null));
        return this;
    }

    public Said asks(String text) {
        return turn(Role.USER, new Part.Text(text));
    }

    public Said answers(Part... parts) {
        return turn(Role.ASSISTANT, parts);
    }

    /** The result of a call. */
    public Said result(String callId, String text) {
        return turn(
                Role.USER, new Part.ToolResult(callId, List.of(new Part.Text(text)), false, null));
    }

    public static Part call(String id, String name, String arguments) {
        return new Part.ToolCall(id, name, arguments, null);
    }

    public static Part png() {
        return new Part.Image(new Part.Media.Inline("image/png", "aGk="), null, null);
    }

    public Said tool(String name, String parameters) {
        tools.add(new Tool(name, "Does " + name, parameters, null, null));
        return this;
    }

    public Said tool(Tool tool) {
        tools.add(tool);
        return this;
    }

    public Said choice(ToolChoice toolChoice) {
        choice = toolChoice;
        return this;
    }

    public Said parallel(boolean allowed) {
        parallel = allowed;
        return this;
    }

    public Said sampling(Sampling drawn) {
        sampling = drawn;
        return this;
    }

    public Said limit(long tokens) {
        maxOutput = tokens;
        return this;
    }

    public Said stop(String... texts) {
        stop.addAll(List.of(texts));
        return this;
    }

    public Said choices(int answers) {
        choices = answers;
        return this;
    }

    public Said format(Format shape) {
        format = shape;
        return this;
    }

    public Said effort(Effort effort) {
        return thinking(new Thinking(effort, null, null));
    }

    public Said thinking(Thinking how) {
        thinking = how;
        return this;
    }

    public Said other(String field, String json) {
        others.put(field, json);
        return this;
    }

    public Conversation conversation() {
        return new Conversation(
                system, turns, tools, choice, parallel, sampling, maxOutput, stop, choices, format,
                thinking, null, others);
    }

    /** The body that the dialect writes. */
    public String to(UpstreamDialect dialect, String model) {
        return to(dialect, new Target(model, false, null, null, Quirks.NONE));
    }

    public String to(UpstreamDialect dialect, Target target) {
        return switch (dialect.write(conversation(), target)) {
            case Outgoing.Ready ready -> new String(ready.body(), StandardCharsets.UTF_8);
            case Outgoing.Unsupported unsupported ->
                    throw new AssertionError(unsupported.refusal().toString());
        };
    }

    /** The client's field by which the dialect refuses it. */
    public @Nullable String refusedBy(UpstreamDialect dialect, String model) {
        return switch (dialect.write(
                conversation(), new Target(model, false, null, null, Quirks.NONE))) {
            case Outgoing.Ready ready ->
                    throw new AssertionError(new String(ready.body(), StandardCharsets.UTF_8));
            case Outgoing.Unsupported unsupported -> unsupported.refusal().param();
        };
    }
}
