package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand requests of every kind at once: none hangs, none gets another's answer. */
@Timeout(60)
class ManyAtOnceTest {

    private static final int REQUESTS = 1000;
    private static final int AT_ONCE = 200;
    private static final Pattern MARKER = Pattern.compile("marker-(\\d+)-");

    private final Queue<BigDecimal> receipts = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

    @Test
    void each_gets_its_own_answer_and_the_books_are_the_sum_of_the_receipts(@TempDir Path home)
            throws Exception {
        try (World world = new World(home, "")) {
            world.alpha.answers(ManyAtOnceTest::answer);
            world.beta.answers(ManyAtOnceTest::answer);
            // On a busy machine the first two may be held for a moment.
            world.gamma.answers(ManyAtOnceTest::answer);
            Semaphore turnstile = new Semaphore(AT_ONCE);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                int number = i;
                turnstile.acquire();
                clients.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        ask(world, number);
                                    } catch (IOException | AssertionError e) {
                                        faults.add(e);
                                    } finally {
                                        turnstile.release();
                                    }
                                }));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(faults).isEmpty();
            Ledger.Summary summary = world.house.ledger().summary();
            assertThat(summary.requests()).isEqualTo(REQUESTS);
            assertThat(summary.unknownCosts()).isZero();
            assertThat(receipts).hasSize(REQUESTS - REQUESTS / 10);
            assertThat(summary.cost().dollars())
                    .isEqualByComparingTo(
                            receipts.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
            assertThat(world.house.ledger().newest(REQUESTS))
                    .filteredOn(entry -> entry.outcome() == Outcome.REFUSED)
                    .hasSize(REQUESTS / 10)
                    .extracting(LedgerEntry::status)
                    .containsOnly(404);
        }
    }

    private void ask(World world, int number) throws IOException {
        String text = "marker-" + number + "-";
        switch (number % 10) {
            case 0 ->
                    assertThat(world.chat(World.ask("no-such-model", text)).status())
                            .isEqualTo(404);
            case 1, 2, 3, 4 -> {
                Wire.Answer answer = world.chat(World.askStream("mini", text));
                assertThat(answer.text()).contains("answer-" + number + "-", "[DONE]");
                assertThat(MARKER.matcher(answer.text()).find()).isFalse();
                int from = answer.text().indexOf("\"undercut\":") + 11;
                JsonNode receipt = new JsonMapper().readTree(answer.text().substring(from));
                receipts.add(new BigDecimal(receipt.path("cost_usd").asText()));
            }
            default -> {
                Wire.Answer answer = world.chat(World.ask("mini", text));
                assertThat(answer.json().at("/choices/0/message/content").asText())
                        .isEqualTo("answer-" + number + "-");
                receipts.add(new BigDecimal(answer.header("x-undercut-cost-usd")));
            }
        }
    }

    /** Some answers fail and come from the next provider; the tokens are the request's own. */
    private static void answer(FakeProvider.Call call) throws Exception {
        Matcher marker = MARKER.matcher(call.bodyText());
        assertThat(marker.find()).isTrue();
        int number = Integer.parseInt(marker.group(1));
        boolean alpha = call.head().first("authorization").orElse("").contains(World.ALPHA_KEY);
        if (alpha && number % 7 == 0) {
            call.json(503, Answers.error("busy"));
        } else if (call.asksStream()) {
            call.stream(number + 1, 2 * number, "answer-" + number + "-", "!");
        } else {
            call.json(200, Answers.whole("answer-" + number + "-", number + 1, 2 * number));
        }
    }
}
