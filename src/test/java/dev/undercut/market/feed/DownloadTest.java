package dev.undercut.market.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.undercut.netguard.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
        server.createContext("/round", call -> redirect(call, "/round"));
        server.createContext("/slow", call -> await());
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
        assertThatThrownBy(() -> fetch("/large", 1000)).isInstanceOf(IOException.class);
    }

    @Test
    void a_redirect_into_this_machine_is_refused() {
        assertThatThrownBy(() -> fetch("/there", 1000)).hasMessageContaining("not https");
    }

    @Test
    void redirects_are_followed_where_allowed_and_end() throws IOException {
        Path file = home.resolve("feed");
        Download internal = new Download(new Reach(true), 1000, Duration.ofSeconds(20));
        internal.fetch(at("/there"), file);
        assertThat(Files.readString(file)).isEqualTo("{\"data\":[]}");
        assertThatThrownBy(() -> internal.fetch(at("/round"), file))
                .hasMessageContaining("more than 5 redirects");
    }

    @Test
    void what_does_not_answer_in_time_is_given_up() {
        Download hasty = new Download(new Reach(false), 1000, Duration.ofMillis(200));
        assertThatThrownBy(() -> hasty.fetch(at("/slow"), home.resolve("feed")))
                .hasMessageContaining("took longer");
    }

    private void fetch(String path, long most) throws IOException {
        download(most).fetch(at(path), home.resolve("feed"));
    }

    private static Download download(long most) {
        return new Download(new Reach(false), most, Duration.ofSeconds(20));
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
