package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that goes away: its provider stops within a second, and the books say so. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class ClientGoneTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world = new World(home, "");
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    private long bookedBefore;

    @BeforeEach
    void reset() {
        world.reset();
        bookedBefore = world.house.ledger().summary().requests();
    }

    @Test
    void before_the_first_byte_of_a_stream() throws Exception {
        world.alpha.answers(FakeProvider.Call::silence);
        leaveAfterTheRequestArrived(World.askStream("mini", "hello"));
        LedgerEntry entry = booked();
        assertThat(entry.provider()).isEqualTo("alpha");
        assertThat(entry.usageBasis()).isEqualTo(UsageBasis.ESTIMATED);
        assertThat(world.beta.calls()).isEmpty();
    }

    @Test
    void while_a_whole_answer_is_awaited() throws Exception {
        world.alpha.answers(FakeProvider.Call::silence);
        leaveAfterTheRequestArrived(World.ask("mini", "hello"));
        assertThat(booked().usage().output()).isZero();
        assertThat(world.beta.calls()).isEmpty();
    }

    @Test
    void in_the_middle_of_a_whole_answer() throws Exception {
        world.alpha.answers(call -> {
            call.head(200, "application/json", "Content-Length: 5000");
            call.raw("{\"choices\":[".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            call.silence();
        });
        leaveAfterTheRequestArrived(World.ask("mini", "hello"));
        booked();
        assertThat(world.beta.calls()).isEmpty();
    }

    @Test
    void while_the_stream_has_begun_with_nothing_but_comments() throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            call.chunk(": working\n\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            call.silence();
        });
        leaveAfterTheRequestArrived(World.askStream("mini", "hello"));
        booked();
    }

    private void leaveAfterTheRequestArrived(String request) throws Exception {
        try (Wire client = new Wire(world.port())) {
            client.sendPost("/v1/chat/completions", request);
            Patience.until("the request", () -> world.alpha.calls().size() == 1);
            assertThat(world.alpha.onlyCall().isOpen()).isTrue();
        }
        world.alpha.onlyCall().awaitClosed(AT_ONCE);
    }

    @Test
    void in_the_middle_of_a_stream_whose_provider_is_silent() throws Exception {
        world.alpha.answers(ClientGoneTest::beginAndFallSilent);
        try (Wire client = new Wire(world.port())) {
            client.sendPost("/v1/chat/completions", World.askStream("mini", "hello"));
            client.readHead();
            assertThat(client.chunk()).contains("role");
        }
        world.alpha.onlyCall().awaitClosed(AT_ONCE);
        LedgerEntry entry = booked();
        assertThat(entry.status()).isEqualTo(200);
        assertThat(entry.usageBasis()).isEqualTo(UsageBasis.ESTIMATED);
        assertThat(entry.usage().output()).isPositive();
        assertThat(entry.cost().picos()).isPositive();
        assertThat(entry.costNote()).contains("estimated");
    }

    @Test
    void in_the_middle_of_a_stream_that_goes_on_and_on() throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            while (call.isOpen()) {
                call.event(Answers.piece("more and more and more "));
            }
        });
        try (Wire client = new Wire(world.port())) {
            client.sendPost("/v1/chat/completions", World.askStream("mini", "hello"));
            client.readHead();
            client.chunk();
        }
        world.alpha.onlyCall().awaitClosed(AT_ONCE);
        assertThat(booked().usage().output()).isPositive();
    }

    @Test
    void with_the_official_sdk_closing_a_stream() throws Exception {
        world.alpha.answers(ClientGoneTest::beginAndFallSilent);
        OpenAIClient client = client(Duration.ofSeconds(20));
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(question())) {
            Iterator<ChatCompletionChunk> chunks = answer.stream().iterator();
            assertThat(chunks.next().choices()).hasSize(1);
        }
        world.alpha.onlyCall().awaitClosed(AT_ONCE);
        client.close();
        booked();
    }

    @Test
    void with_the_official_sdk_losing_its_patience() throws Exception {
        world.alpha.answers(FakeProvider.Call::silence);
        OpenAIClient client = client(Duration.ofMillis(400));
        assertThatThrownBy(() -> client.chat().completions().create(question()))
                .isInstanceOf(OpenAIException.class);
        world.alpha.onlyCall().awaitClosed(AT_ONCE);
        assertThatThrownBy(() -> client.chat().completions().createStreaming(question()))
                .isInstanceOf(OpenAIException.class);
        world.alpha.calls().getLast().awaitClosed(AT_ONCE);
        client.close();
        booked();
    }

    @Test
    void between_offers_the_next_one_is_not_tried() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        try (Wire client = new Wire(world.port())) {
            world.alpha.answers(call -> {
                sent.await();
                client.hangUp();
                call.silence();
            });
            client.sendPost("/v1/chat/completions", World.ask("mini", "hello"));
            sent.countDown();
            Patience.until("the request", () -> !world.alpha.calls().isEmpty());
            world.alpha.calls().getLast().awaitClosed(AT_ONCE);
        }
        booked();
        assertThat(world.beta.calls()).isEmpty();
    }

    private LedgerEntry booked() {
        Patience.until(
                "the entry",
                () ->
                        world.house.ledger().summary().requests() > bookedBefore
                                && world.newest().outcome() == Outcome.CLIENT_GONE);
        assertThat(world.newest().errorCode()).isEqualTo("client_gone");
        return world.newest();
    }

    private static void beginAndFallSilent(FakeProvider.Call call) throws Exception {
        call.beginStream();
        call.event(Answers.role());
        call.event(Answers.piece("half an answer that goes nowhere"));
        call.silence();
    }

    private OpenAIClient client(Duration timeout) {
        return OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + world.port() + "/v1")
                .apiKey("none-needed-yet")
                .timeout(timeout)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams question() {
        return ChatCompletionCreateParams.builder()
                .model("mini")
                .addUserMessage("What is 17*23?")
                .build();
    }
}
