package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.money.Usd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that breaks off goes on elsewhere, with no text lost and none said twice. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class RecoveryTest {
    private static final String PREFIX =
            "Gr\u00fc\u00dfe \"from\" a\\ long \ud83d\ude00 beginning, which ";
    private static final String REST = "goes on \u2014 and ends.\n";

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world =
                new World(
                        home,
                        """
                          goer:
                            base_url: http://127.0.0.1:%d/v1
                            prefill: true
                            models:
                              rest: {price: {input: 2.5, output: 4}, context: 128000, ci: 55}
                        limits: {idle: 400ms}
                        resilience: {retries: 0, breaker: false, sticky: false, eject_slow: false}
                        """,
                        w -> w.gamma.port());
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "cut", "end", "error", "stall", "malformed", "in an event"})
    void another_offer_that_says_the_same_goes_on_where_it_broke_off(String how) throws Exception {
        world.alpha.answers(call -> breakOff(call, how));
        world.beta.answers(
                call -> call.stream(10, 9, "Gr\u00fc", "\u00dfe ", PREFIX.substring(6), REST));
        Wire.Answer answer = world.chat(World.askStream("mini", "x"));
        assertThat(text(answer)).isEqualTo(PREFIX + REST);
        assertThat(answer.text()).endsWith("data: [DONE]\n\n").contains("\"recovered\":true");
        assertThat(answer.text().split("\"finish_reason\":\"stop\"", -1)).hasSize(2);
        LedgerEntry entry = world.newest();
        assertThat(entry.outcome()).isEqualTo(Outcome.OK);
        assertThat(entry.provider()).isEqualTo("beta");
        assertThat(entry.attempts()).extracting(Attempt::provider).containsExactly("alpha", "beta");
        Attempt broken = entry.attempts().getFirst();
        assertThat(broken.code()).startsWith("broke_off:");
        assertThat(broken.spent().cost()).isGreaterThan(Usd.ZERO);
        assertThat(entry.cost())
                .as("both are paid")
                .isEqualTo(Usd.parse("0.000056").plus(broken.spent().cost()));
        if (!how.equals("end")) {
            world.alpha.onlyCall().awaitClosed(Duration.ofSeconds(1));
        }
    }

    @Test
    void an_offer_that_can_goes_on_from_the_text_itself() throws Exception {
        world.alpha.answers(call -> breakOff(call, "reset"));
        world.gamma.answers(call -> {
            JsonNode last = Json.tree(call.body()).path("messages").path(1);
            assertThat(last.path("role").asText()).isEqualTo("assistant");
            assertThat(last.path("content").asText()).isEqualTo(PREFIX.stripTrailing());
            call.stream(10, 5, " goes on", REST.substring(7));
        });
        Wire.Answer answer =
                world.chat(
                        "{\"model\":\"alpha/mini\",\"stream\":true,\"undercut\":{\"fallbacks\":[\"goer/rest\"]},"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        assertThat(text(answer)).isEqualTo(PREFIX + REST);
        assertThat(world.newest().provider()).isEqualTo("goer");
    }

    @Test
    void an_offer_that_begins_again_although_asked_to_go_on_repeats_nothing() throws Exception {
        world.alpha.answers(call -> breakOff(call, "reset"));
        world.gamma.answers(call -> call.stream(10, 5, PREFIX, REST));
        assertThat(text(world.chat(goer()))).isEqualTo(PREFIX + REST);
    }

    @Test
    void an_offer_that_refuses_to_go_on_is_asked_afresh_and_the_refusal_hides_nothing()
            throws Exception {
        world.alpha.answers(call -> breakOff(call, "reset"));
        world.gamma.answers(call -> {
            if (call.bodyText().contains("assistant")) {
                call.json(400, Answers.error("This model does not support assistant prefill."));
            } else {
                call.stream(10, 5, PREFIX, REST);
            }
        });
        Wire.Answer answer = world.chat(goer());
        assertThat(text(answer)).isEqualTo(PREFIX + REST);
        assertThat(world.newest().attempts())
                .extracting(Attempt::code)
                .containsExactly("broke_off:upstream_cut", "prefill_refused", "ok");
    }

    @Test
    void an_offer_that_says_something_else_is_not_taken() throws Exception {
        world.alpha.answers(call -> breakOff(call, "reset"));
        world.beta.answers(call -> call.stream(10, 5, "Gr\u00fc\u00dfe from somebody else"));
        world.gamma.answers(call -> call.stream(10, 5, "Gr\u00fc"));
        Wire.Answer answer = world.chat(World.askStream("mini", "x"));
        assertThat(answer.text())
                .contains("upstream_cut")
                .doesNotContain("[DONE]", "somebody else", "recovered");
        LedgerEntry entry = world.newest();
        assertThat(entry.outcome()).isEqualTo(Outcome.CUT);
        assertThat(entry.provider()).isEqualTo("alpha");
        assertThat(entry.attempts()).extracting(Attempt::code).contains("diverged");
        assertThat(world.beta.calls().size() + world.gamma.calls().size()).isEqualTo(2);
    }

    @Test
    void an_answer_with_a_tool_call_is_not_gone_on_with() throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("let me see"));
            call.event(
                    "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
                            + "\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}}]}");
            call.reset();
        });
        Wire.Answer answer = world.chat(World.askStream("mini", "x"));
        assertThat(answer.text()).contains("upstream_cut").doesNotContain("[DONE]");
        assertThat(world.beta.calls()).isEmpty();
    }

    @Test
    void an_answer_in_a_schema_is_not_gone_on_with() throws Exception {
        world.alpha.answers(call -> breakOff(call, "reset"));
        Wire.Answer answer =
                world.chat(
                        "{\"model\":\"mini\",\"stream\":true,\"response_format\":{\"type\":\"json_schema\","
                                + "\"json_schema\":{\"name\":\"n\",\"schema\":{}}},"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        assertThat(answer.text()).contains("upstream_cut");
        assertThat(world.beta.calls()).isEmpty();
    }

    @Test
    void a_second_break_is_gone_on_with_too() throws Exception {
        world.alpha.answers(call -> breakOff(call, "reset"));
        world.beta.answers(call -> {
            call.beginStream();
            call.event(Answers.role());
            call.event(Answers.piece(PREFIX + "goes "));
            call.reset();
        });
        world.gamma.answers(call -> call.stream(10, 5, PREFIX, REST));
        Wire.Answer answer = world.chat(World.askStream("mini", "x"));
        assertThat(text(answer)).isEqualTo(PREFIX + REST);
        assertThat(world.newest().attempts()).hasSize(3);
    }

    private static String goer() {
        return "{\"model\":\"alpha/mini\",\"stream\":true,\"undercut\":{\"fallbacks\":[\"goer/rest\"]},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    }

    private static void breakOff(FakeProvider.Call call, String how) throws Exception {
        call.beginStream();
        call.event(Answers.role());
        for (String piece : PREFIX.split("(?<= )", -1)) {
            call.event(Answers.piece(piece));
        }
        switch (how) {
            case "reset" -> call.reset();
            case "cut" -> call.cut();
            case "end" -> call.endStream();
            case "error" -> call.event(Answers.error("overloaded"));
            case "stall" -> call.silence();
            case "malformed" -> call.event("{\"id\":\"x\",\"choices\":[{\"delta\":{\"content\": ");
            default -> {
                call.chunk(
                        "data: {\"id\":\"x\",\"choices\":[{\"ind".getBytes(StandardCharsets.UTF_8));
                call.cut();
            }
        }
    }

    private static String text(Wire.Answer answer) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String line : answer.text().split("\n", -1)) {
            if (line.startsWith("data: {")) {
                JsonNode chunk = Json.tree(line.substring(6).getBytes(StandardCharsets.UTF_8));
                assertThat(chunk).as(line).isNotNull();
                assertThat(chunk.has("error")).as(line).isFalse();
                text.append(chunk.at("/choices/0/delta/content").asText(""));
            }
        }
        return text.toString();
    }
}
