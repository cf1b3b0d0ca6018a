package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code undercut serve} with feeds that it fetches over HTTP: a good one among bad ones. */
@Timeout(90)
class ServedFeedsTest {
    private static final Pattern LISTENS = Pattern.compile("Undercut listens on .*:(\\d+)");

    @TempDir private Path home;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile String price = "0.7731";
    private HttpServer publisher;

    @BeforeEach
    void publish() throws IOException {
        publisher =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        publisher.createContext("/down.json", call -> answer(call, 500, "text/plain", "sorry"));
        publisher.createContext(
                "/page.json", call -> answer(call, 200, "application/json", "<html>Log in</html>"));
        publisher.createContext(
                "/cut.json", call -> answer(call, 200, "application/json", "{\"gpt-4o\": {"));
        publisher.createContext("/mine.csv", call -> answer(call, 200, "image/png", csv()));
        publisher.createContext("/hangs.json", this::hang);
        publisher.setExecutor(task -> Thread.ofVirtual().start(task));
        publisher.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        publisher.stop(0);
    }

    @Test
    void good_prices_arrive_and_change_while_bad_feeds_are_said_and_change_nothing()
            throws Exception {
        Process server = serve();
        try (BufferedReader out = server.inputReader()) {
            int port = port(out);
            asked.await();
            // The first feed hangs to the end: neither the others nor requests wait for it.
            Patience.until(
                    "the price", Patience.LONG, () -> offers(port).contains("\"input\":0.7731"));
            price = "0.8842";
            Patience.until(
                    "the new price",
                    Patience.LONG,
                    () -> offers(port).contains("\"input\":0.8842"));
            release.countDown();
            Patience.until(
                    "the end of the hanging feed",
                    Patience.LONG,
                    () -> said().contains("openrouter"));
            assertThat(said())
                    .contains(
                            "feed litellm was not refreshed: 127.0.0.1 answered with status 500",
                            "feed models.dev was not refreshed: a web page or XML, not a feed",
                            "feed genai-prices was not refreshed: expected an array",
                            "feed openrouter was not refreshed: cannot fetch from 127.0.0.1")
                    .doesNotContain("Exception");
            assertThat(server.isAlive()).isTrue();
        } finally {
            server.destroyForcibly();
        }
    }

    private String said() {
        try {
            return Files.readString(home.resolve("stderr"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String csv() {
        return "provider,model,upstream_id,input,output\nopenai,gpt-4o,mine," + price + ",8\n";
    }

    private static String offers(int port) {
        try {
            return Wire.get(port, "/api/market/offers").text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins an answer and never ends it, until the connection is cut. */
    private void hang(HttpExchange call) throws IOException {
        call.sendResponseHeaders(200, 1000);
        call.getResponseBody().write('{');
        call.getResponseBody().flush();
        asked.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        call.close();
    }

    private static void answer(HttpExchange call, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", type);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    private Process serve() throws IOException {
        Path config = home.resolve("undercut.yaml");
        Files.writeString(
                config,
                """
                data_dir: DATA
                sandbox: off
                probe_ollama: false
                feeds:
                  - {kind: openrouter, url: "AT/hangs.json", every: 24h}
                  - {kind: litellm, url: "AT/down.json", every: 24h}
                  - {kind: models.dev, url: "AT/page.json", every: 24h}
                  - {kind: genai-prices, url: "AT/cut.json", every: 24h}
                  - {kind: prices-csv, url: "AT/mine.csv", every: 1ms}
                """
                        .replace("DATA", home.resolve("data").toString())
                        .replace("AT", "http://127.0.0.1:" + publisher.getAddress().getPort()));
        return ServerProcess.command(config, home.resolve("stderr")).start();
    }

    private int port(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                return Integer.parseInt(listens.group(1));
            }
        }
        throw new AssertionError("no server: " + Files.readString(home.resolve("stderr")));
    }
}
