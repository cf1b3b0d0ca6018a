package dev.undercut.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

    @TempDir Path folder;
    private final List<Config> taken = new ArrayList<>();
    private final Notes log = new Notes();
    private Desk desk;
    private long version;

    @BeforeEach
    void sit() {
        desk = new Desk(folder);
    }

    @Test
    void a_change_takes_effect_once_the_file_has_settled() throws Exception {
        write("baseline_model: first");
        ConfigWatch watch = watch(taken::add);

        watch.look();
        write("baseline_model: half");
        watch.look();
        write("baseline_model: second");
        watch.look();
        assertThat(taken).isEmpty();
        watch.look();
        watch.look();

        assertThat(taken).extracting(Config::baselineModel).containsExactly("second");
    }

    @Test
    void a_broken_file_is_refused_whole_and_said_once_until_it_is_repaired() throws Exception {
        write("baseline_model: first");
        ConfigWatch watch = watch(taken::add);

        write("baseline_model: second\nlisten: nowhere\n");
        lookOften(watch);
        assertThat(taken).isEmpty();
        assertThat(log.lines)
                .singleElement()
                .asString()
                .contains("the old one still holds", "undercut.yaml:2: listen: expected host:port");

        write("baseline_model: third");
        lookOften(watch);
        assertThat(taken).extracting(Config::baselineModel).containsExactly("third");
    }

    @Test
    void what_only_a_restart_can_change_is_said_and_keeps_its_value() throws Exception {
        write("listen: a:1");
        ConfigWatch watch = watch(taken::add);

        write("listen: a:2\ndata_dir: other\nstorage: {durability: full}\nconfidence: 0.9");
        lookOften(watch);

        Config config = taken.getFirst();
        assertThat(config.confidence()).isEqualTo(0.9);
        assertThat(config.listen().port()).isEqualTo(1);
        assertThat(config.dataDir()).isEqualTo(folder.resolve("home/.undercut"));
        assertThat(config.storage().durability()).isEqualTo(Config.Durability.NORMAL);
        assertThat(log.lines.getFirst())
                .endsWith("only after a restart: listen, data_dir, storage");
    }

    @Test
    void a_change_of_nothing_but_comments_is_no_news() throws Exception {
        write("confidence: 0.9");
        ConfigWatch watch = watch(taken::add);

        write("confidence: 0.90 # very sure");
        lookOften(watch);

        assertThat(taken).isEmpty();
    }

    @Test
    void a_file_that_is_gone_changes_nothing_until_it_is_back() throws Exception {
        Path file = write("confidence: 0.9");
        ConfigWatch watch = watch(taken::add);

        Files.delete(file);
        lookOften(watch);
        assertThat(taken).isEmpty();
        assertThat(log.lines).singleElement().asString().contains("is gone");

        write("confidence: 0.7");
        lookOften(watch);
        assertThat(taken).extracting(Config::confidence).containsExactly(0.7);
    }

    @Test
    void a_file_made_after_the_start_takes_effect() throws Exception {
        ConfigWatch watch = watch(taken::add);

        write("confidence: 0.7");
        lookOften(watch);

        assertThat(taken).hasSize(1);
    }

    @Test
    void a_taker_may_refuse() throws Exception {
        write("confidence: 0.9");
        ConfigWatch watch =
                watch(config -> {
                    taken.add(config);
                    throw new IllegalArgumentException("the policy x is a model");
                });

        write("confidence: 0.7");
        lookOften(watch);

        assertThat(taken).hasSize(1);
        assertThat(log.lines).singleElement().asString().contains("the policy x is a model");
    }

    @Test
    void a_scheduler_looks_by_itself_and_survives_a_taker_that_fails() throws Exception {
        write("confidence: 0.9");
        BlockingQueue<Config> seen = new ArrayBlockingQueue<>(10);
        ConfigWatch watch =
                watch(config -> {
                    seen.add(config);
                    throw new IllegalStateException("a bug");
                });
        try (ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> looking = watch.start(scheduler, Duration.ofMillis(1));
            write("confidence: 0.7");
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isNotNull();
            write("confidence: 0.6");
            Config next = seen.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            looking.cancel(true);
        }
    }

    /** Each write gets a time of its own, however fast the test is. */
    private Path write(String yaml) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), yaml);
        Files.setLastModifiedTime(next, FileTime.fromMillis(++version * 1000));
        return Files.move(
                next,
                folder.resolve("undercut.yaml"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private ConfigWatch watch(Consumer<Config> taker) throws BrokenConfig {
        ConfigFile file = desk.file();
        return new ConfigWatch(file, file.load(), taker, log);
    }

    private static void lookOften(ConfigWatch watch) {
        for (int i = 0; i < 5; i++) {
            watch.look();
        }
    }

    /** Keeps what is logged as a warning or worse. */
    private static final class Notes implements System.Logger {
        final List<String> lines = new ArrayList<>();

        @Override
        public String getName() {
            return "notes";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= Level.WARNING.getSeverity();
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
            if (isLoggable(level)) {
                lines.add(text);
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parts) {
            if (isLoggable(level)) {
                lines.add(format);
            }
        }
    }
}
