package dev.undercut.market.feed;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DownloadTest {
    @TempDir private Path home;
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/page", call -> answer(call, 200, "{\"data\":[]}"));
        server.createContext("/missing", call -> answer(call, 404, "no"));
        server.createContext("/large", call -> answer(call, 200, "x".repeat(5000)));
        server.createContext("/there", call -> redirect(call, "/page"));
        server.createContext("/away", call -> redirect(call, "https://feeds.example/feed"));
        server.createContext("/round", call -> redirect(call, "/round"));
        server.createContext("/slow", call -> await());
        server.createContext("/drip", this::drip);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void it_fetches_whatever_the_type_is_said_to_be() throws IOException {
        Path file = home.resolve("feed");
        download(1000).fetch(at("/page"), file);
        assertThat(Files.readString(file)).isEqualTo("{\"data\":[]}");
    }

    @Test
    void what_is_missing_or_too_large_is_said() {
        assertThatThrownBy(() -> fetch("/missing", 1000)).hasMessageContaining("status 404");
        assertThatThrownBy(() -> fetch("/large", 1000)).hasMessageContaining("larger than 1000 b");
    }

    @Test
    void a_redirect_into_this_machine_is_refused() {
        assertThatThrownBy(() -> fetch("/there", 1000)).hasMessageContaining("not https");
    }

    @Test
    void redirects_are_followed_where_allowed_and_end() throws IOException {
        Path file = home.resolve("feed");
        Download internal = download(new Reach(true, Resolver.OF_THE_MACHINE), 1000, 20_000);
        internal.fetch(at("/there"), file);
        assertThat(Files.readString(file)).isEqualTo("{\"data\":[]}");
        assertThatThrownBy(() -> internal.fetch(at("/round"), file))
                .hasMessageContaining("more than 5 redirects");
    }

    @Test
    void what_does_not_answer_in_time_is_given_up() {
        Download hasty = download(new Reach(false, Resolver.OF_THE_MACHINE), 1000, 200);
        assertThatThrownBy(() -> hasty.fetch(at("/slow"), home.resolve("feed")))
                .hasMessageContaining("took longer");
    }

    @Test
    void an_answer_that_drips_is_given_up_as_a_whole() {
        Download hasty = download(new Reach(false, Resolver.OF_THE_MACHINE), 1 << 20, 300);
        assertThatThrownBy(() -> hasty.fetch(at("/drip"), home.resolve("feed")))
                .hasMessageContaining("took longer");
    }

    @Test
    void a_name_that_answers_differently_the_second_time_is_asked_once() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Resolver rebinding =
                host -> {
                    if (asked.incrementAndGet() > 1) {
                        throw new AssertionError("asked again for " + host);
                    }
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                };
        Path file = home.resolve("feed");
        URI named = URI.create("http://feeds.example:" + server.getAddress().getPort() + "/page");
        download(new Reach(true, rebinding), 1000, 20_000).fetch(named, file);
        assertThat(Files.readString(file)).isEqualTo("{\"data\":[]}");
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_redirect_to_a_name_is_refused_by_the_address_it_has() {
        Resolver rebinding = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
        Download download = download(new Reach(false, rebinding), 1000, 20_000);
        assertThatThrownBy(() -> download.fetch(at("/away"), home.resolve("feed")))
                .hasMessageContaining("an internal address: https://feeds.example");
    }

    private void fetch(String path, long most) throws IOException {
        download(most).fetch(at(path), home.resolve("feed"));
    }

    private static Download download(long most) {
        return download(new Reach(false, Resolver.OF_THE_MACHINE), most, 20_000);
    }

    private static Download download(Reach reach, long most, long millis) {
        Duration patience = Duration.ofMillis(millis);
        return new Download(
                reach,
                (names, ticker) ->
                        new Http1(
                                names,
                                () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                                patience,
                                patience,
                                ticker,
                                System::nanoTime),
                new Download.Bounds(most, patience));
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something at once, and then nothing more. */
    private void drip(HttpExchange call) throws IOException {
        call.sendResponseHeaders(200, 0);
        call.getResponseBody().write('{');
        call.getResponseBody().flush();
        await();
    }

    private static void redirect(HttpExchange call, String to) throws IOException {
        call.getResponseHeaders().add("Location", to);
        answer(call, 302, "");
    }

    private static void answer(HttpExchange call, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", "image/png");
        call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }
}
