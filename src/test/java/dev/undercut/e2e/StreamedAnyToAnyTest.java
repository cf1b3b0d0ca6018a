package dev.undercut.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.e2e.Babel.Client;
import dev.undercut.e2e.Babel.Upstream;
import dev.undercut.e2e.Speech.Stop;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.UsageBasis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of every dialect of providers, whole and broken, to clients of every dialect. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class StreamedAnyToAnyTest {
    private Babel babel;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        babel =
                new Babel(
                        home,
                        """
                        limits: {first_byte: 400ms, idle: 400ms}
                        resilience: {retries: 0, breaker: false, limit_concurrency: false}
                        """);
    }

    @AfterAll
    void stop() throws Exception {
        babel.close();
    }

    @BeforeEach
    void reset() {
        babel.reset();
    }

    static Stream<Arguments> everyPair() {
        return AnyToAnyTest.everyPair();
    }

    private Wire.Answer ask(Client client, Upstream upstream) throws IOException {
        String usage = client == Client.CHAT ? ",\"stream_options\":{\"include_usage\":true}" : "";
        return babel.ask(client, client.question(upstream.model(), "\"stream\":true" + usage));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void every_client_hears_the_same_in_its_own_words(Client client, Upstream upstream)
            throws Exception {
        babel.of(upstream).answers(Speech.saying(upstream, Speech.tale(upstream)));
        Wire.Answer answer = ask(client, upstream);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Listener heard = Listener.heard(client, answer.text());
        assertThat(heard.ended).isTrue();
        assertThat(heard.error).isNull();
        assertThat(heard.thought).hasToString("Hm.");
        assertThat(heard.text).hasToString("x😀y");
        assertThat(heard.calls.stream().map(Listener.Call::toString))
                .containsExactly("lookup {\"n\":2.50}", "note {}");
        if (upstream != Upstream.GEMINI && upstream != Upstream.OLLAMA) {
            assertThat(heard.calls.stream().map(call -> call.id)).containsExactly("id_a", "id_b");
        }
        assertThat(heard.finish)
                .isEqualTo(
                        switch (client) {
                            case CHAT -> "tool_calls";
                            case MESSAGES -> "tool_use";
                            case RESPONSES -> "completed";
                        });
        assertThat(heard.input).isEqualTo(9);
        assertThat(heard.output).isEqualTo(6);
        assertThat(answer.text()).contains("\"undercut\":{");
        booked();
    }

    private void booked() {
        LedgerEntry entry = babel.newest();
        assertThat(entry.outcome().code()).isEqualTo("ok");
        assertThat(entry.usageBasis()).isEqualTo(UsageBasis.PROVIDER);
        assertThat(entry.usage().totalInput()).isEqualTo(9);
        assertThat(entry.usage().totalOutput()).isEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void every_client_hears_why_it_stopped(Client client, Upstream upstream) throws Exception {
        for (Stop stop : Stop.values()) {
            babel.of(upstream).answers(Speech.saying(upstream, Speech.plain(upstream, stop)));
            Wire.Answer answer = ask(client, upstream);

            Listener heard = Listener.heard(client, answer.text());
            assertThat(heard.ended).isTrue();
            assertThat(heard.text).hasToString("one two");
            // Ollama has no filter.
            Stop told = stop == Stop.FILTER && upstream == Upstream.OLLAMA ? Stop.STOP : stop;
            assertThat(heard.finish).isEqualTo(word(client, told));
            booked();
        }
    }

    private static String word(Client client, Stop stop) {
        return switch (client) {
            case CHAT -> stop.chat;
            case MESSAGES -> stop.messages;
            case RESPONSES -> stop.responses;
        };
    }

    /** Ollama leaves its count out for a prompt that it still had in memory. */
    @Test
    void a_prompt_that_ollama_did_not_count_is_counted_here() throws Exception {
        String whole =
                "{\"model\":\"up\",\"message\":{\"content\":\"hi\"},\"done\":true,"
                        + "\"done_reason\":\"stop\",\"eval_count\":6}\n";
        babel.of(Upstream.OLLAMA)
                .answers(call -> {
                    if (call.asksStream()) {
                        Speech.saying(Upstream.OLLAMA, List.of(whole.getBytes(UTF_8))).answer(call);
                    } else {
                        call.json(200, whole);
                    }
                });
        for (String fields : List.of("", "\"stream\":true")) {
            Wire.Answer answer =
                    babel.ask(Client.CHAT, Client.CHAT.question(Upstream.OLLAMA.model(), fields));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("\"usage_basis\":\"estimated\"");
            LedgerEntry entry = babel.newest();
            assertThat(entry.usageBasis()).isEqualTo(UsageBasis.ESTIMATED);
            assertThat(entry.usage().totalInput()).isPositive();
            assertThat(entry.usage().totalOutput()).isEqualTo(6);
            assertThat(entry.rawUsage()).isEqualTo("{\"eval_count\":6}");
        }
    }

    /** How a stream may break after its first half. */
    private enum Break {
        CUT("upstream_cut"),
        CUT_INSIDE_AN_EVENT("upstream_cut"),
        SAYS_THAT_IT_FAILED("upstream_error"),
        ENDS_AS_IF_ALL_WERE_WELL("upstream_cut"),
        FALLS_SILENT("upstream_timeout");

        private final String code;

        Break(String code) {
            this.code = code;
        }
    }

    private static void broken(Upstream upstream, Break how, FakeProvider.Call call)
            throws Exception {
        List<byte[]> tale = Speech.tale(upstream);
        Speech.begin(upstream, call);
        for (byte[] event : tale.subList(0, Speech.HALF)) {
            call.chunk(event);
        }
        switch (how) {
            case CUT -> call.cut();
            case CUT_INSIDE_AN_EVENT -> {
                byte[] event = tale.get(Speech.HALF);
                call.chunk(Arrays.copyOf(event, event.length * 2 / 3));
                call.cut();
            }
            case SAYS_THAT_IT_FAILED -> {
                call.chunk(Speech.failure(upstream));
                call.endStream();
            }
            case ENDS_AS_IF_ALL_WERE_WELL -> call.endStream();
            case FALLS_SILENT -> call.silence();
        }
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void a_broken_stream_ends_with_an_error_of_the_clients_dialect(Client client, Upstream upstream)
            throws Exception {
        for (Break how : Break.values()) {
            babel.reset();
            babel.of(upstream).answers(call -> broken(upstream, how, call));
            Wire.Answer answer = ask(client, upstream);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            Listener heard = Listener.heard(client, answer.text());
            assertThat(heard.ended).as("%s is no clean end", how).isFalse();
            assertThat(heard.error).as("%s: %s", how, answer.text()).isNotNull();
            assertThat(heard.text.toString()).startsWith("x");
            assertThat(answer.text())
                    .contains(client == Client.MESSAGES ? "event: error" : how.code)
                    .doesNotContain("[DONE]", "message_stop", "response.completed", "secret");
            LedgerEntry entry = babel.newest();
            assertThat(entry.outcome().code()).isEqualTo("cut");
            assertThat(entry.errorCode()).as(how.name()).isEqualTo(how.code);
            assertThat(entry.cost().picos()).isPositive();
            if (how == Break.FALLS_SILENT) {
                babel.of(upstream).onlyCall().awaitClosed(Duration.ofSeconds(1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void a_stream_that_breaks_before_it_begins_is_an_error_with_a_status(
            Client client, Upstream upstream) throws Exception {
        babel.of(upstream)
                .answers(call -> {
                    Speech.begin(upstream, call);
                    call.cut();
                });
        Wire.Answer answer = ask(client, upstream);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json().path("error").path("message").asText()).isNotEmpty();
        assertThat(babel.newest().outcome().code()).isEqualTo("failed");
        assertThat(babel.newest().cost().plain()).isEqualTo("0");
    }
}
