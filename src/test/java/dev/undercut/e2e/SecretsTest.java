package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys and prompts stay out of everything that is kept, counted, logged or said. */
@Timeout(30)
class SecretsTest {

    private static final String PROMPT = "prompt-marker-5f2c";
    private static final String ANSWER = "answer-marker-77aa";

    @TempDir private Path home;

    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    @Test
    void after_every_kind_of_request_no_secret_is_found_anywhere() throws Exception {
        Logger ours = Logger.getLogger("dev.undercut");
        Level before = ours.getLevel();
        Handler listener = new Listener();
        ours.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(listener);
        String key;
        World world = new World(home, "limits: {first_byte: 100ms}\n");
        try (world) {
            key = world.house.newKey("somebody");
            Patience.until("the key to count", () -> isGuarded(world));
            for (FakeProvider.Script script : scripts()) {
                world.alpha.answers(script);
                world.beta.answers(script);
                world.gamma.answers(script);
                keep(world, World.ask("mini", PROMPT), key);
                keep(world, World.askStream("mini", PROMPT), key);
            }
            keep(world, "{\"model\":\"mini\",\"messages\":[\"" + PROMPT, key);
            keep(world, "{\"model\":\"mini\",\"messages\":{\"" + PROMPT + "\":1}}", key);
            keep(world, World.ask("mini", PROMPT).replace("user", PROMPT), key);
            keep(world, World.ask("mini", PROMPT), key + "x");
            said.add(Wire.get(world.port(), "/metrics", "x-api-key: " + key).text());
            said.add(
                    Wire.get(world.port(), "/api/ledger/entries?limit=1000", "x-api-key: " + key)
                            .text());
            assertThat(world.house.ledger().summary().requests()).isGreaterThan(20);
        } finally {
            Logger.getLogger("").removeHandler(listener);
            ours.setLevel(before);
        }
        List<String> secrets = List.of(key, World.ALPHA_KEY, World.BETA_KEY, PROMPT, ANSWER);
        assertThat(String.join("\n", said)).doesNotContain(secrets);
        try (Stream<Path> files = Files.walk(home.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String secret : secrets) {
                    assertThat(bytes.contains(secret)).as(file + " holds " + secret).isFalse();
                }
            }
        }
    }

    /** Answers of every kind, errors among them that quote the key as some providers do. */
    private static List<FakeProvider.Script> scripts() {
        String error = Answers.error("Incorrect API key provided: " + World.ALPHA_KEY);
        return List.of(
                call -> {
                    if (call.asksStream()) {
                        call.stream(5, 5, ANSWER, ANSWER);
                    } else {
                        call.json(200, Answers.whole(ANSWER, 5, 5));
                    }
                },
                call -> call.json(400, error),
                call -> call.json(401, error),
                call -> call.json(500, error),
                call -> call.whole(502, "text/html", error + ANSWER),
                call -> call.json(200, error),
                call -> call.json(200, "{\"choices\":[\"" + ANSWER),
                call -> {
                    call.beginStream();
                    call.event(error);
                    call.endStream();
                },
                call -> {
                    call.beginStream();
                    call.event("not json " + World.ALPHA_KEY + ANSWER);
                    call.endStream();
                },
                call -> {
                    call.raw((World.ALPHA_KEY + ANSWER + "\r\n").getBytes(StandardCharsets.UTF_8));
                    call.cut();
                },
                call -> {
                    call.beginStream();
                    call.event(Answers.role());
                    call.event(error);
                    call.reset();
                },
                FakeProvider.Call::reset,
                FakeProvider.Call::silence);
    }

    /** Keeps what the client is told, but for answers themselves. */
    private void keep(World world, String request, String key) throws IOException {
        Wire.Answer answer = world.chat(request, "Authorization: Bearer " + key);
        answer.head().headers().forEach(header -> said.add(header[0] + header[1]));
        said.add(answer.text().replace(ANSWER, ""));
    }

    private static boolean isGuarded(World world) {
        try {
            return Wire.get(world.port(), "/v1/models").status() == 401;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private final class Listener extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            said.add(formatter.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
