package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.Golden;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.CacheMark;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Quirks.ModelLimits;
import dev.undercut.dialect.anthropic.ToolPlan.AnswerTool;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What other dialects' conversations become. */
class AnthropicWritingTest {
    private static final ModelLimits LIMITS =
            new ModelLimits(List.of("claude-old"), List.of("claude-old"), List.of("claude-new"));
    private static final Quirks QUIRKS =
            new Quirks(Quirks.StreamUsage.ALWAYS, "max_tokens", null, null, LIMITS);

    private final Said said = new Said();

    /** A conversation in the making; what is not set is not said. */
    private static final class Said {
        List<Part> system = List.of();
        List<Turn> turns = List.of(user(new Part.Text("hi")));
        List<Tool> tools = List.of();
        ToolChoice choice = new ToolChoice.Auto();
        @Nullable Boolean parallel;
        Sampling sampling = Sampling.DEFAULT;
        @Nullable Long maxOutput = 5_000L;
        List<String> stop = List.of();
        int choices = 1;
        Format format = new Format.Text();
        Thinking thinking = Thinking.DEFAULT;
        @Nullable String user;
        Map<String, String> others = Map.of();

        Conversation conversation() {
            return new Conversation(
                    system, turns, tools, choice, parallel, sampling, maxOutput, stop, choices,
                    format, thinking, user, others);
        }
    }

    private static Turn user(Part... parts) {
        return new Turn(Role.USER, List.of(parts), null);
    }

    private static Turn assistant(Part... parts) {
        return new Turn(Role.ASSISTANT, List.of(parts), null);
    }

    private Outgoing to(String model) {
        Target target = new Target(model, false, null, 64_000L, QUIRKS);
        return new Anthropic().write(said.conversation(), target);
    }

    private JsonNode written(String model) {
        if (to(model) instanceof Outgoing.Ready(String path, var headers, byte[] body)) {
            assertThat(path).isEqualTo("/messages");
            JsonNode tree = Json.tree(body);
            if (tree != null) {
                return tree;
            }
        }
        throw new AssertionError(to(model));
    }

    private String refusedField(String model) {
        return to(model) instanceof Outgoing.Unsupported(var refusal)
                ? String.valueOf(refusal.param())
                : "nothing";
    }

    @Test
    void everything_that_can_be_said_is_said() {
        said.system =
                List.of(new Part.Text("Be brief.", CacheMark.HOUR), new Part.Text("Be kind."));
        said.turns =
                List.of(
                        user(
                                new Part.Text("What is this?", CacheMark.MINUTES),
                                new Part.Image(new Media.Inline("image/png", "AAAA"), "high", null),
                                new Part.Image(new Media.Url("https://x.test/y.png"), null, null),
                                new Part.Document(
                                        new Media.Inline("application/pdf", "JVBERg=="),
                                        "a.pdf",
                                        null),
                                new Part.Document(
                                        new Media.Inline("text/plain", "aGk="), null, null)));
        said.tools =
                List.of(
                        new Tool("add", "Adds.", "{\"type\":\"object\",\"n\":1.50}", null, null),
                        new Tool("now", null, null, true, CacheMark.MINUTES));
        said.choice = new ToolChoice.Any();
        said.parallel = false;
        said.sampling = new Sampling("1.5", "0.9", 40L, 7L, "0", "0.0");
        said.stop = List.of("END", " ", "");
        said.user = "u-1";
        said.others = Map.of("store", "true", "logit_bias", "{}");
        Golden.assertMatches(
                "src/test/resources/dialect/anthropic/everything.json",
                written("claude-x").toPrettyString() + "\n");
    }

    @Test
    void results_of_tools_make_one_turn_and_come_first_in_it() {
        said.turns =
                List.of(
                        user(new Part.Text("Add.")),
                        assistant(
                                new Part.Text(""),
                                new Part.Thought("foreign", "gemini:X"),
                                new Part.Thought("own", "anthropic:Y"),
                                new Part.HiddenThought("anthropic:Z"),
                                new Part.ToolCall("call.1", "add", "{\"a\":1.0}", null),
                                new Part.ToolCall("call_2", "now", "", null),
                                new Part.ToolCall("call_3", "now", "{broken", null)),
                        user(result("call.1", "2")),
                        user(result("call_2", "")),
                        user(
                                new Part.Text("And?"),
                                new Part.ToolResult(
                                        "call_3", List.of(new Part.Text("no")), true, null)),
                        new Turn(Role.SYSTEM, List.of(new Part.Text("Hurry.")), null),
                        assistant(new Part.Text("Well,  ")));
        Golden.assertMatches(
                "src/test/resources/dialect/anthropic/tool-loop.json",
                written("claude-x").toPrettyString() + "\n");
    }

    private static Part result(String id, String text) {
        return new Part.ToolResult(id, List.of(new Part.Text(text)), false, null);
    }

    @Test
    void a_conversation_begins_with_a_users_turn() {
        said.system = List.of(new Part.Text("Say hello."));
        said.turns = List.of();
        JsonNode alone = written("claude-x");
        assertThat(alone.has("system")).isFalse();
        assertThat(alone.at("/messages/0/content/0/text").asText()).isEqualTo("Say hello.");

        said.turns = List.of(assistant(new Part.Text("Hello")), user(new Part.Text("Hi")));
        assertThat(written("claude-x").at("/messages/0/role").asText()).isEqualTo("user");

        said.system = List.of();
        said.turns = List.of(user(new Part.Text(" ")));
        assertThat(refusedField("claude-x")).isEqualTo("messages");
    }

    @Test
    void a_limit_is_always_given() {
        said.maxOutput = null;
        assertThat(written("claude-x").path("max_tokens").asLong()).isEqualTo(32_000);
        Target small = new Target("m", true, null, 8_192L, QUIRKS);
        Target unknown = new Target("m", true, null, null, QUIRKS);
        Target capped = new Target("m", true, 100L, null, QUIRKS);
        assertThat(text(small)).contains("\"max_tokens\":8192", "\"stream\":true");
        assertThat(text(unknown)).contains("\"max_tokens\":4096");
        assertThat(text(capped)).contains("\"max_tokens\":100");
    }

    private String text(Target target) {
        return new Anthropic().write(said.conversation(), target)
                        instanceof Outgoing.Ready(String path, var headers, byte[] body)
                ? new String(body, UTF_8)
                : "";
    }

    @Test
    void newer_models_are_told_an_effort_and_older_ones_a_budget() {
        said.thinking = new Thinking(Effort.XHIGH, null, true);
        said.sampling = new Sampling("0.2", null, null, null, null, null);
        JsonNode effort = written("claude-x");
        assertThat(effort.path("thinking").toString())
                .isEqualTo("{\"type\":\"adaptive\",\"display\":\"summarized\"}");
        assertThat(effort.at("/output_config/effort").asText()).isEqualTo("xhigh");
        assertThat(effort.has("temperature")).as("thinking wants its own").isFalse();

        said.thinking = new Thinking(Effort.MEDIUM, null, null);
        assertThat(written("claude-old").path("thinking").toString())
                .isEqualTo("{\"type\":\"enabled\",\"budget_tokens\":2500}");
        said.thinking = new Thinking(Effort.LOW, 60_000L, null);
        assertThat(written("claude-old").at("/thinking/budget_tokens").asLong()).isEqualTo(4_999);
        said.maxOutput = 1_000L;
        assertThat(written("claude-old").has("thinking")).as("no room").isFalse();

        said.thinking = new Thinking(Effort.NONE, null, null);
        assertThat(written("claude-old").at("/thinking/type").asText()).isEqualTo("disabled");
        said.thinking = Thinking.DEFAULT;
        assertThat(written("claude-x").has("thinking")).isFalse();
    }

    @Test
    void a_budget_gives_way_to_a_forced_tool_and_to_lost_thoughts() {
        said.thinking = new Thinking(Effort.HIGH, null, null);
        said.turns =
                List.of(
                        user(new Part.Text("Add.")),
                        assistant(new Part.ToolCall("c", "add", "{}", null)),
                        user(result("c", "1")));
        assertThat(written("claude-old").has("thinking")).isFalse();
        assertThat(written("claude-x").has("thinking")).isTrue();

        said.turns = List.of(user(new Part.Text("Add.")));
        said.tools = List.of(new Tool("add", null, null, null, null));
        assertThat(written("claude-old").has("thinking")).isTrue();
        said.choice = new ToolChoice.Named("add");
        assertThat(written("claude-old").has("thinking")).isFalse();
        assertThat(written("claude-old").path("tool_choice").toString())
                .isEqualTo("{\"type\":\"tool\",\"name\":\"add\"}");
        said.choice = new ToolChoice.None();
        assertThat(written("claude-old").path("tool_choice").toString())
                .isEqualTo("{\"type\":\"none\"}");
        assertThat(written("claude-old").path("tools")).hasSize(1);
    }

    @Test
    void a_schema_is_kept_to_or_asked_for_by_a_tool() {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"minimum\":{\"type\":\"integer\","
                        + "\"minimum\":-9007199254740991}},\"additionalProperties\":false}";
        said.format = new Format.JsonSchema("sum", schema, true, null);
        JsonNode kept = written("claude-x");
        assertThat(kept.at("/output_config/format/schema").toString())
                .isEqualTo(schema.replace(",\"minimum\":-9007199254740991", ""));
        assertThat(kept.has("tools")).isFalse();

        JsonNode tool = written("claude-old");
        assertThat(tool.at("/tools/0/input_schema").toString()).isEqualTo(schema);
        assertThat(tool.at("/tool_choice/name").asText()).isEqualTo(AnswerTool.NAME);
        assertThat(tool.has("output_config")).isFalse();

        said.format = new Format.JsonObject();
        said.tools = List.of(new Tool("add", null, "{\"properties\":{}}", null, null));
        JsonNode either = written("claude-x");
        assertThat(either.at("/tool_choice/type").asText()).isEqualTo("any");
        assertThat(either.at("/tools/0/input_schema").toString())
                .isEqualTo("{\"type\":\"object\",\"properties\":{}}");
        assertThat(either.path("tools")).hasSize(2);
        said.choice = new ToolChoice.Named("add");
        assertThat(written("claude-x").path("tools")).as("a call, not an answer").hasSize(1);
    }

    @Test
    void what_has_no_words_is_refused_by_the_clients_name_for_it() {
        said.choices = 2;
        assertThat(refusedField("claude-x")).isEqualTo("n");
        said.choices = 1;
        said.others = Map.of("logit_bias", "{\"1\":2}");
        assertThat(refusedField("claude-x")).isEqualTo("logit_bias");
        said.others = Map.of("logprobs", "true");
        assertThat(refusedField("claude-x")).isEqualTo("logprobs");
        said.others = Map.of("logprobs", "false", "prompt_cache_key", "\"k\"");
        assertThat(refusedField("claude-x")).isEqualTo("nothing");
        said.sampling = new Sampling(null, null, null, null, "0.5", null);
        assertThat(refusedField("claude-x")).isEqualTo("frequency_penalty");
        said.sampling = new Sampling("0.5", null, null, null, null, null);
        assertThat(refusedField("claude-new")).isEqualTo("temperature");
        said.sampling = new Sampling("1.0", "1", null, null, null, null);
        assertThat(written("claude-new").has("temperature")).isFalse();
        said.sampling = Sampling.DEFAULT;
        said.turns = List.of(user(new Part.Audio("wav", "AAAA")));
        assertThat(refusedField("claude-x")).isEqualTo("messages");
        said.turns = List.of(user(new Part.Image(new Media.Uploaded("file-1"), null, null)));
        assertThat(refusedField("claude-x")).isEqualTo("file_id");
    }
}
