package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.undercut.chat.OriginalBody.Translation;
import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said in the dialect is heard again as it was meant. */
class AnthropicRoundTripTest {
    private static final Anthropic ANTHROPIC = new Anthropic();
    private static final Target TARGET = new Target("m", false, null, null, Quirks.NONE);
    private static final List<String> TEXTS =
            List.of("a", "two words", "é 日本 😀", "\"quoted\" \\ \n\t.", "{\"x\":1}", "\u0001x");

    @Property(tries = 400)
    void a_conversation_survives(@ForAll long seed) {
        Conversation said = new Sayings(seed).next();
        assertThat(read(write(said))).isEqualTo(said);
    }

    private static byte[] write(Conversation conversation) {
        return switch (ANTHROPIC.write(conversation, TARGET)) {
            case Outgoing.Ready ready -> ready.body();
            case Outgoing.Unsupported(Refusal refusal) -> throw new AssertionError(refusal);
        };
    }

    private static Conversation read(byte[] body) {
        return switch (translated(body)) {
            case Translation.Of(Conversation conversation) -> conversation;
            case Translation.Refused(Refusal refusal) -> throw new AssertionError(refusal);
        };
    }

    private static Translation translated(byte[] body) {
        return switch (ANTHROPIC.read(body)) {
            case Reading.Read read -> read.request().body().translated();
            case Reading.Refused(Refusal refusal) -> throw new AssertionError(refusal);
        };
    }

    private static Translation translated(String fields, String content) {
        return translated(
                ("{\"model\":\"m\",\"max_tokens\":1,"
                                + fields
                                + "\"messages\":[{\"role\":\"user\",\"content\":"
                                + content
                                + "}]}")
                        .getBytes(UTF_8));
    }

    private static String refused(String fields, String content) {
        return translated(fields, content) instanceof Translation.Refused(Refusal refusal)
                ? String.valueOf(refusal.param())
                : "nothing";
    }

    @Test
    void what_only_this_dialect_knows_is_refused_by_its_place() {
        assertThat(refused("", "[{\"type\":\"search_result\",\"title\":\"x\"}]"))
                .isEqualTo("messages.0.content.0.type");
        assertThat(refused("", "[{\"type\":\"text\",\"text\":\"x\",\"newer\":{\"a\":1}}]"))
                .isEqualTo("messages.0.content.0.newer");
        assertThat(refused("\"tools\":[{\"type\":\"web_search_2025\",\"name\":\"w\"}],", "\"x\""))
                .isEqualTo("tools.0.type");
        assertThat(refused("\"thinking\":{\"type\":\"between_tools\"},", "\"x\""))
                .isEqualTo("thinking.type");
        assertThat(refused("", "[{\"type\":\"text\",\"text\":\"x\",\"citations\":null}]"))
                .isEqualTo("nothing");
    }

    @Test
    void fields_without_a_place_are_kept_by_name_unless_they_are_harmless() {
        String fields =
                "\"mcp_servers\":[{\"url\":1.50}],\"container\":null,\"service_tier\":\"auto\","
                        + "\"context_management\":{\"edits\":[]},\"metadata\":{\"user_id\":\"u\"},";
        assertThat(translated(fields, "\"x\""))
                .isInstanceOfSatisfying(
                        Translation.Of.class,
                        of -> {
                            assertThat(of.conversation().others())
                                    .isEqualTo(Map.of("mcp_servers", "[{\"url\":1.50}]"));
                            assertThat(of.conversation().user()).isEqualTo("u");
                        });
    }

    /** Conversations at random, as far as the dialect has words for all that they say. */
    private static final class Sayings {
        private final Random random;
        private int calls;

        Sayings(long seed) {
            this.random = new Random(seed);
        }

        Conversation next() {
            List<Turn> turns = new ArrayList<>();
            turns.add(user());
            for (int more = random.nextInt(3); more > 0; more--) {
                exchange(turns);
            }
            boolean tools = yes();
            boolean thinks = yes();
            return new Conversation(
                    yes() ? List.of(text(), text()) : List.of(),
                    turns,
                    tools ? List.of(tool("f"), tool("g")) : List.of(),
                    tools ? choice() : new ToolChoice.Auto(),
                    null,
                    thinks ? Sampling.DEFAULT : sampling(),
                    Long.valueOf(random.nextInt(1, 9000)),
                    yes() ? List.of("END", "\n\nx") : List.of(),
                    1,
                    yes()
                            ? new Format.JsonSchema(
                                    "answer", "{\"type\":\"object\",\"n\":1.50}", true, null)
                            : new Format.Text(),
                    thinks
                            ? new Thinking(one(List.of(Effort.LOW, Effort.MAX)), null, yes())
                            : Thinking.DEFAULT,
                    yes() ? one(TEXTS) : null,
                    Map.of());
        }

        private void exchange(List<Turn> turns) {
            List<Part> said = new ArrayList<>();
            List<Part> results = new ArrayList<>();
            if (yes()) {
                said.add(new Part.Thought(one(TEXTS), "anthropic:c2ln"));
                said.add(new Part.HiddenThought("anthropic:ZGF0YQ=="));
            }
            said.add(text());
            while (yes()) {
                String id = "call_" + calls++;
                said.add(new Part.ToolCall(id, "f", "{\"a\":" + calls + ".0}", null));
                results.add(new Part.ToolResult(id, List.of(text(), picture()), yes(), mark()));
            }
            turns.add(new Turn(Role.ASSISTANT, said, null));
            results.add(text());
            turns.add(new Turn(Role.USER, results, null));
        }

        private Turn user() {
            List<Part> parts = new ArrayList<>();
            parts.add(text());
            if (yes()) {
                parts.add(picture());
                parts.add(
                        new Part.Document(
                                new Media.Inline("application/pdf", "JVBERi0="), "a.pdf", mark()));
                parts.add(new Part.Document(new Media.Inline("text/plain", "aGk="), null, mark()));
            }
            return new Turn(Role.USER, parts, null);
        }

        private Part picture() {
            Media media =
                    yes()
                            ? new Media.Url("https://x/y.png")
                            : new Media.Inline("image/png", "AA+/==");
            return new Part.Image(media, null, mark());
        }

        private Part text() {
            return new Part.Text(one(TEXTS), mark());
        }

        private Tool tool(String name) {
            return new Tool(
                    name,
                    yes() ? one(TEXTS) : null,
                    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}",
                    yes() ? Boolean.TRUE : null,
                    mark());
        }

        private ToolChoice choice() {
            return one(
                    List.of(
                            new ToolChoice.Auto(),
                            new ToolChoice.None(),
                            new ToolChoice.Any(),
                            new ToolChoice.Named("g")));
        }

        private Sampling sampling() {
            boolean one = yes();
            return new Sampling(
                    one ? "0.70" : null, one ? null : "0.9", yes() ? 40L : null, null, null, null);
        }

        private @Nullable CacheMark mark() {
            return yes() ? one(List.of(CacheMark.values())) : null;
        }

        private boolean yes() {
            return random.nextBoolean();
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }
    }
}
