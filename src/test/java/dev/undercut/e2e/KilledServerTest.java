package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.app.House;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process is killed with SIGKILL under load; then what clients have received is compared
 * with the books.
 */
@Timeout(60)
class KilledServerTest {

    private static final int CLIENTS = 24;
    private static final int ANSWERS_BEFORE_THE_KILL = 200;

    @TempDir private Path home;

    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final CountDownLatch killed = new CountDownLatch(1);

    /**
     * What one client received.
     *
     * @param prompt the input tokens that its provider reported for it and nobody else
     * @param whole whether the answer came to its end
     */
    private record Seen(String requestId, int prompt, boolean whole) {}

    @Test
    void every_client_that_received_a_byte_has_its_row_and_every_whole_answer_its_exact_usage()
            throws Exception {
        try (FakeProvider provider = new FakeProvider()) {
            provider.answers(call -> answer(call, killed));
            try (ServerProcess server = ServerProcess.start(home, provider.port())) {
                int port = server.port();
                List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    int number = i;
                    clients.add(Thread.ofVirtual().start(() -> askOn(port, number)));
                }
                Patience.until("enough answers", () -> answered.get() >= ANSWERS_BEFORE_THE_KILL);
                server.kill();
                killed.countDown();
                for (Thread client : clients) {
                    client.join();
                }
            }
        }
        compare();
    }

    private void compare() throws IOException {
        List<LedgerEntry> all;
        try (House.Books books = House.books(home.resolve("data"))) {
            Ledger ledger = books.ledger();
            all = ledger.newest(Integer.MAX_VALUE);
            assertThat(ledger.summary().requests()).isEqualTo(all.size());
        }
        // Throws where an id stands twice.
        Map<String, LedgerEntry> rows =
                all.stream().collect(Collectors.toMap(LedgerEntry::requestId, Function.identity()));
        assertThat(seen).hasSizeGreaterThan(ANSWERS_BEFORE_THE_KILL);
        assertThat(seen).extracting(Seen::requestId).doesNotHaveDuplicates();
        for (Seen client : seen) {
            LedgerEntry row = rows.get(client.requestId());
            assertThat(row).as(client.toString()).isNotNull();
            if (client.whole() || row.outcome() != Outcome.INTERRUPTED) {
                // Booked, then killed before the last bytes went out, is the one other way.
                assertThat(row.outcome()).isEqualTo(Outcome.OK);
                assertThat(row.usage().totalInput()).isEqualTo(client.prompt());
                assertThat(row.usage().totalOutput()).isEqualTo(3);
                assertThat(row.cost().picos()).isEqualTo(client.prompt() * 1_000_000L + 6_000_000L);
            } else {
                assertThat(row.provider()).isEqualTo("alpha");
                assertThat(row.cost()).isNull();
                assertThat(row.costNote()).isNotNull();
            }
        }
        assertThat(seen).filteredOn(client -> !client.whole()).isNotEmpty();
        assertThat(all)
                .extracting(LedgerEntry::outcome)
                .containsOnly(Outcome.OK, Outcome.INTERRUPTED);
    }

    /** Every fourth stream stops half-way until the server is dead. */
    private static void answer(FakeProvider.Call call, CountDownLatch killed) throws Exception {
        Matcher number = Pattern.compile("number (\\d+)").matcher(call.bodyText());
        assertThat(number.find()).isTrue();
        int prompt = Integer.parseInt(number.group(1));
        if (!call.asksStream()) {
            call.json(200, Answers.whole("fine", prompt, 3));
            return;
        }
        call.beginStream();
        call.event(Answers.role());
        call.event(Answers.piece("one"));
        if (prompt % 100 == 0 && prompt > 1000) {
            killed.await();
        }
        call.event(Answers.piece("two"));
        call.event(Answers.finish("stop"));
        call.event(Answers.usage(prompt, 3));
        call.done();
    }

    private void askOn(int port, int client) {
        try {
            for (int turn = 0; ; turn++) {
                int prompt = 1000 + turn * CLIENTS + client;
                ask(port, prompt, client % 2 == 0);
            }
        } catch (IOException e) {
            // the server is dead
        }
    }

    private void ask(int port, int prompt, boolean stream) throws IOException {
        String text = "number " + prompt;
        String body = stream ? World.askStream("mini", text) : World.ask("mini", text);
        try (Wire wire = new Wire(port)) {
            Http11.Head head = wire.sendPost("/v1/chat/completions", body).readHead();
            String id = head.first("x-undercut-request-id").orElseThrow();
            boolean whole = false;
            boolean any = false;
            try {
                StringBuilder came = new StringBuilder();
                if (stream) {
                    for (String chunk = wire.chunk(); !chunk.isEmpty(); chunk = wire.chunk()) {
                        any = true;
                        came.append(chunk);
                        whole |= came.toString().endsWith("data: [DONE]\n\n");
                    }
                } else {
                    JsonNode json = new JsonMapper().readTree(wire.body(head));
                    whole = json.at("/usage/prompt_tokens").asInt() == prompt;
                    any = true;
                }
            } finally {
                if (any) {
                    seen.add(new Seen(id, prompt, whole));
                    answered.addAndGet(whole ? 1 : 0);
                }
            }
        }
    }
}
