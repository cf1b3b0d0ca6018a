package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.UsageBasis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An answer of Anthropic's dialect, passed on as it comes, that breaks off goes on elsewhere. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class MessagesRecoveryTest {
    private static final String PREFIX = "Gr\u00fc\u00dfe \"from\" a\\ long beginning, which ";
    private static final String REST = "goes on \u2014 and ends.\n";

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world =
                new World(
                        home,
                        """
                          first:
                            dialect: anthropic
                            base_url: http://127.0.0.1:%1$d/v1
                            headers: {x-who: first}
                            models:
                              pal: {price: {input: 1, output: 2}, context: 128000, ci: 50}
                          second:
                            dialect: anthropic
                            base_url: http://127.0.0.1:%1$d/v1
                            prefill: true
                            models:
                              pal: {price: {input: 2, output: 4}, context: 128000, ci: 50}
                        limits: {idle: 400ms}
                        resilience: {retries: 0, breaker: false, sticky: false, eject_slow: false}
                        """,
                        w -> w.alpha.port());
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    @Test
    void the_text_is_that_of_both_in_one_block_of_one_message() throws Exception {
        world.alpha.answers(call -> {
            if (call.head().first("x-who").isPresent()) {
                begin(call);
                call.reset();
            } else {
                JsonNode last = Json.tree(call.body()).at("/messages/1");
                assertThat(last.path("role").asText()).isEqualTo("assistant");
                whole(call, Claude.textBlock(0, " goes on", REST.substring(7)));
            }
        });
        List<JsonNode> events = ask();

        assertThat(text(events)).isEqualTo(PREFIX + REST);
        assertThat(types(events))
                .startsWith("message_start", "content_block_start")
                .endsWith("content_block_stop", "message_delta", "message_stop")
                .containsOnlyOnce("message_start")
                .containsOnlyOnce("content_block_start")
                .containsOnlyOnce("content_block_stop");
        assertThat(events.get(events.size() - 2).at("/undercut/recovered").asBoolean()).isTrue();
        assertThat(world.newest().attempts())
                .extracting(Attempt::provider)
                .containsExactly("first", "second");
    }

    @Test
    void a_block_that_is_closed_or_no_text_at_all_ends_in_an_error() throws Exception {
        for (String said :
                List.of(
                        Claude.textBlock(0, PREFIX),
                        Claude.open(0, "{\"type\":\"text\",\"text\":\"\"}"),
                        Claude.open(
                                0,
                                "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}"),
                        Claude.open(0, "{\"type\":\"thinking\",\"thinking\":\"\"}"))) {
            world.reset();
            world.alpha.answers(call -> {
                call.beginStream();
                call.chunk((Claude.start(9) + said).getBytes(StandardCharsets.UTF_8));
                call.reset();
            });
            List<JsonNode> events = ask();
            assertThat(types(events)).endsWith("error").doesNotContain("message_stop");
            assertThat(world.alpha.calls()).hasSize(1);
            assertThat(world.newest().usage().input()).as("as message_start said").isEqualTo(9);
            assertThat(world.newest().usageBasis()).isEqualTo(UsageBasis.ESTIMATED);
        }
    }

    private static void begin(FakeProvider.Call call) throws Exception {
        call.beginStream();
        String pieces = Claude.textBlock(0, PREFIX.split("(?<= )", -1));
        String open = pieces.substring(0, pieces.indexOf("event: content_block_stop"));
        call.chunk((Claude.start(9) + open).getBytes(StandardCharsets.UTF_8));
    }

    private static void whole(FakeProvider.Call call, String blocks) throws Exception {
        call.beginStream();
        call.chunk(
                (Claude.start(9) + blocks + Claude.end("end_turn", 5))
                        .getBytes(StandardCharsets.UTF_8));
        call.endStream();
    }

    private List<JsonNode> ask() throws Exception {
        Wire.Answer answer =
                Wire.post(
                        world.port(),
                        "/v1/messages",
                        "{\"model\":\"pal\",\"max_tokens\":100,\"stream\":true,"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                        "anthropic-version: 2023-06-01");
        List<JsonNode> events = new ArrayList<>();
        for (String line : answer.text().split("\n", -1)) {
            if (line.startsWith("data: {")) {
                events.add(Json.tree(line.substring(6).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return events;
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    private static String text(List<JsonNode> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.at("/delta/text").asText("")));
        return text.toString();
    }
}
