package dev.undercut.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class Http1Test {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final ScheduledExecutorService ticker = Executors.newScheduledThreadPool(1);
    private final AtomicLong skipped = new AtomicLong();

    /** Real time, which a test may set forward. */
    private final Http1 http = http(LONG, LONG);

    @AfterEach
    void close() {
        http.close();
        ticker.shutdownNow();
    }

    @Test
    void sends_one_request_with_the_headers_of_its_target() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(OK + "Content-Length: 2\r\n\r\nhi")) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Authorization", "Bearer k");
            headers.put("Content-Type", "application/json");
            Target target = Http1.target(server.address("/v1/chat?a=b"), headers);
            try (Http1.Exchange exchange = http.post(target, bytes("{\"é\":1}"), LONG)) {
                assertThat(exchange.status()).isEqualTo(200);
                assertThat(text(exchange)).isEqualTo("hi");
            }
            assertThat(server.requests())
                    .containsExactly(
                            "POST /v1/chat?a=b HTTP/1.1\r\nHost: 127.0.0.1:"
                                    + server.port()
                                    + "\r\nAuthorization: Bearer k\r\n"
                                    + "Content-Type: application/json\r\n"
                                    + "Content-Length: 8\r\n\r\n{\"é\":1}");
        }
    }

    @Test
    void asks_without_a_body_and_connects_only_where_it_is_told_to() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(OK + "Content-Length: 2\r\n\r\nhi");
                Http1 told =
                        new Http1(
                                host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                                () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                                LONG,
                                LONG,
                                ticker,
                                System::nanoTime)) {
            URI nowhere = URI.create("http://feeds.example:" + server.port() + "/api.json");
            Target target = Http1.target(nowhere, Map.of("Accept", "*/*"));
            try (Http1.Exchange exchange = told.get(target, LONG)) {
                assertThat(text(exchange)).isEqualTo("hi");
            }
            assertThat(server.requests())
                    .containsExactly(
                            "GET /api.json HTTP/1.1\r\nHost: feeds.example:"
                                    + server.port()
                                    + "\r\nAccept: */*\r\n\r\n");
        }
    }

    @Test
    void sends_a_large_body_whole() throws Exception {
        String large = "x".repeat(3_000_000);
        try (ScriptedServer server = ScriptedServer.saying(OK + "Content-Length: 0\r\n\r\n")) {
            assertThat(answer(http, server, large)).isEmpty();
            assertThat(server.requests().getFirst()).endsWith("\r\n\r\n" + large);
        }
    }

    @Test
    void uses_a_connection_again_once_its_answer_was_read_to_the_end() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.saying(
                        OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")) {
            for (int i = 0; i < 5; i++) {
                assertThat(answer(http, server, "{}")).isEqualTo("hi");
            }
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void does_not_use_a_connection_again_that_the_provider_closes() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.saying(OK + "Connection: close\r\nContent-Length: 2\r\n\r\nhi")) {
            assertThat(answer(http, server, "{}")).isEqualTo("hi");
            assertThat(answer(http, server, "{}")).isEqualTo("hi");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void does_not_use_a_connection_again_with_bytes_after_the_answer() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.saying(OK + "Content-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\n")) {
            assertThat(answer(http, server, "{}")).isEqualTo("hi");
            assertThat(answer(http, server, "{}")).isEqualTo("hi");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void notices_that_a_kept_connection_was_closed_meanwhile() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedServer server =
                new ScriptedServer((socket, number) -> {
                    write(socket, OK + "Content-Length: 2\r\n\r\nhi");
                    if (number == 1) {
                        socket.close();
                        closed.countDown();
                    }
                })) {
            assertThat(answer(http, server, "{}")).isEqualTo("hi");
            closed.await();
            skip(Duration.ofSeconds(3));
            assertThat(answer(http, server, "{}")).isEqualTo("hi");
        }
    }

    @Test
    void closes_what_has_waited_for_too_long() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(OK + "Content-Length: 2\r\n\r\nhi")) {
            assertThat(answer(http, server, "{}")).isEqualTo("hi");
            skip(Duration.ofSeconds(30));
            assertThat(server.clientClosed().await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void never_sends_a_request_twice() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, number) -> socket.close())) {
            assertThatThrownBy(() -> answer(http, server, "{}")).isInstanceOf(IOException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void gives_up_when_no_answer_begins_in_time() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying("HTTP/1.1 200 OK\r\n")) {
            Target target = Http1.target(server.address("/"), Map.of());
            assertThatThrownBy(() -> http.post(target, bytes("{}"), Duration.ofMillis(50)))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(server.clientClosed().await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void gives_up_when_an_answer_falls_silent() throws Exception {
        Http1 impatient = http(LONG, Duration.ofMillis(50));
        try (impatient;
                ScriptedServer server = ScriptedServer.saying(OK + "Content-Length: 4\r\n\r\nhi")) {
            assertThatThrownBy(() -> answer(impatient, server, "{}"))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void an_answer_may_take_as_long_as_it_is_not_silent() throws Exception {
        Http1 impatient = http(LONG, Duration.ofSeconds(2));
        CountDownLatch read = new CountDownLatch(1);
        try (impatient;
                ScriptedServer server =
                        new ScriptedServer((socket, number) -> {
                            write(socket, OK + "Content-Length: 4\r\n\r\nhi");
                            read.await();
                            write(socket, "ho");
                        })) {
            Target target = Http1.target(server.address("/"), Map.of());
            try (Http1.Exchange exchange = impatient.post(target, bytes("{}"), LONG)) {
                assertThat(exchange.body().readNBytes(2)).asString().isEqualTo("hi");
                skip(Duration.ofMinutes(1));
                read.countDown();
                assertThat(exchange.body().readNBytes(2)).asString().isEqualTo("ho");
            }
        }
    }

    @Test
    void cuts_the_connection_when_an_answer_is_left_unread() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.saying(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")) {
            Target target = Http1.target(server.address("/"), Map.of());
            Http1.Exchange exchange = http.post(target, bytes("{}"), LONG);
            assertThat(exchange.body().read()).isEqualTo('h');
            exchange.close();
            assertThat(server.clientClosed().await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closing_from_another_thread_ends_a_blocked_read() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.saying(OK + "Transfer-Encoding: chunked\r\n\r\n")) {
            Target target = Http1.target(server.address("/"), Map.of());
            Http1.Exchange exchange = http.post(target, bytes("{}"), LONG);
            Thread.ofVirtual().start(exchange::close);
            assertThatThrownBy(() -> exchange.body().read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void an_interruption_ends_a_blocked_call() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((socket, number) -> asked.countDown())) {
            Thread calling =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    answer(http, server, "{}");
                                } catch (IOException e) {
                                    failed.countDown();
                                }
                            });
            asked.await();
            calling.interrupt();
            assertThat(failed.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(server.clientClosed().await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void refuses_to_call_where_nobody_listens() throws Exception {
        int port;
        try (ServerSocket once = new ServerSocket(0)) {
            port = once.getLocalPort();
        }
        Target target = Http1.target(URI.create("http://127.0.0.1:" + port + "/"), Map.of());
        assertThatThrownBy(() -> http.post(target, bytes("{}"), LONG))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_header_with_a_line_break_is_refused_without_its_value() {
        URI address = URI.create("http://localhost/");
        assertThatThrownBy(() -> Http1.target(address, Map.of("Authorization", "Bearer s3cret\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Authorization")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void an_address_of_another_scheme_is_refused() {
        assertThatThrownBy(() -> Http1.target(URI.create("ftp://localhost/"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Http1 http(Duration connect, Duration idle) {
        return new Http1(
                () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                connect,
                idle,
                ticker,
                () -> System.nanoTime() + skipped.get());
    }

    /** Lets that much time pass, and waits until the limits were looked at. */
    private void skip(Duration time) throws Exception {
        skipped.addAndGet(time.toNanos());
        ticker.schedule(() -> {}, 250, TimeUnit.MILLISECONDS).get();
    }

    private static String answer(Http1 http, ScriptedServer server, String body)
            throws IOException {
        Target target = Http1.target(server.address("/"), Map.of());
        try (Http1.Exchange exchange = http.post(target, bytes(body), LONG)) {
            return text(exchange);
        }
    }

    private static String text(Http1.Exchange exchange) throws IOException {
        try (InputStream body = exchange.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(bytes(text));
        socket.getOutputStream().flush();
    }
}
