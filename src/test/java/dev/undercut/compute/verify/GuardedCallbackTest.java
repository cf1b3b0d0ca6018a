package dev.undercut.compute.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.undercut.netguard.Reach;
import dev.undercut.netguard.Resolver;
import dev.undercut.provider.http.Http1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class GuardedCallbackTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/echo", call -> answer(call, 200, body(call)));
        server.createContext("/large", call -> answer(call, 200, "x".repeat(70_000)));
        server.createContext("/error", call -> answer(call, 500, "no"));
        server.createContext("/there", this::redirect);
        server.createContext("/slow", call -> await());
        server.createContext("/drip", this::drip);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        ticker.shutdownNow();
    }

    @Test
    void it_posts_json_and_brings_the_answer() throws Exception {
        byte[] reply =
                inner().post(
                                at("/echo"),
                                "{\"text\":\"é\"}".getBytes(StandardCharsets.UTF_8),
                                LONG);
        assertThat(new String(reply, StandardCharsets.UTF_8))
                .isEqualTo("POST application/json {\"text\":\"é\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/x",
                "https://127.0.0.1/x",
                "https://localhost/x",
                "http://localhost/x",
                "https://10.1.2.3/",
                "https://169.254.169.254/latest",
                "https://[::1]/",
                "https://[fd00::1]/",
                "https://192.168.0.1/",
                "ftp://a.example/",
                "https://user:word@93.184.216.34/",
                "file:///etc/passwd",
                "nonsense",
            })
    void what_is_not_public_is_neither_accepted_nor_asked(String url) {
        GuardedCallback outer = callback(false, Resolver.OF_THE_MACHINE);
        assertThatThrownBy(() -> outer.check(URI.create(url))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> outer.post(URI.create(url), new byte[0], LONG))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_name_that_turns_inward_after_it_was_checked_is_not_asked() throws Exception {
        AtomicInteger times = new AtomicInteger();
        Resolver turning =
                host ->
                        new InetAddress[] {
                            InetAddress.getByName(
                                    times.getAndIncrement() == 0 ? "93.184.216.34" : "127.0.0.1")
                        };
        GuardedCallback outer = callback(false, turning);
        URI url = URI.create("https://turning.example:" + server.getAddress().getPort() + "/echo");
        outer.check(url);
        assertThatThrownBy(() -> outer.post(url, new byte[0], LONG))
                .hasMessageContaining("an internal address");
        assertThat(asked).hasValue(0);
    }

    @Test
    void a_name_is_asked_once_for_each_call() throws Exception {
        AtomicInteger times = new AtomicInteger();
        Resolver counting =
                host -> {
                    times.incrementAndGet();
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                };
        URI url = URI.create("http://checker.example:" + server.getAddress().getPort() + "/echo");
        callback(true, counting).post(url, new byte[] {'1'}, LONG);
        assertThat(times).hasValue(1);
    }

    @Test
    void a_redirect_is_not_followed() {
        assertThatThrownBy(() -> inner().post(at("/there"), new byte[0], LONG))
                .hasMessageContaining("status 302");
        assertThat(asked).hasValue(1);
    }

    @Test
    void another_status_and_too_much_are_no_answer() {
        assertThatThrownBy(() -> inner().post(at("/error"), new byte[0], LONG))
                .hasMessageContaining("status 500");
        assertThatThrownBy(() -> inner().post(at("/large"), new byte[0], LONG))
                .hasMessageContaining("more than 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/slow", "/drip"})
    void who_does_not_answer_in_time_is_cut_off(String path) {
        long before = System.nanoTime();
        assertThatThrownBy(() -> inner().post(at(path), new byte[0], Duration.ofMillis(300)))
                .isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void an_interruption_ends_the_call() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Thread asking =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                inner().post(at("/slow"), new byte[0], LONG);
                            } catch (IOException | InterruptedException e) {
                                ended.countDown();
                            }
                        });
        while (asked.get() == 0) {
            Thread.onSpinWait();
        }
        asking.interrupt();
        assertThat(ended.await(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    private GuardedCallback inner() {
        return callback(true, Resolver.OF_THE_MACHINE);
    }

    private GuardedCallback callback(boolean internal, Resolver resolver) {
        return new GuardedCallback(
                new Reach(internal, resolver),
                (names, clock) ->
                        new Http1(
                                names,
                                () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                                Duration.ofSeconds(2),
                                LONG,
                                clock,
                                System::nanoTime),
                ticker);
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private String body(HttpExchange call) throws IOException {
        return call.getRequestMethod()
                + " "
                + call.getRequestHeaders().getFirst("Content-Type")
                + " "
                + new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange call, int status, String text) throws IOException {
        asked.incrementAndGet();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    private void redirect(HttpExchange call) throws IOException {
        call.getResponseHeaders().set("Location", "/echo");
        answer(call, 302, "");
    }

    private void await() {
        asked.incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drip(HttpExchange call) throws IOException {
        asked.incrementAndGet();
        call.sendResponseHeaders(200, 1000);
        call.getResponseBody().write('x');
        call.getResponseBody().flush();
        await();
    }
}
