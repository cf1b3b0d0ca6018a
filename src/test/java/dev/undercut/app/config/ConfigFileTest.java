package dev.undercut.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    @TempDir Path folder;
    private Desk desk;

    @BeforeEach
    void sit() {
        desk = new Desk(folder);
    }

    @Test
    void the_flag_wins_over_the_variable_that_over_the_folder_and_that_over_home()
            throws IOException {
        assertThat(desk.file().path()).isEmpty();

        Path home = folder.resolve("home/.config/undercut/undercut.yaml");
        Files.createDirectories(home.getParent());
        Files.writeString(home, "");
        assertThat(desk.file().path()).contains(home);

        Path here = desk.write("");
        assertThat(desk.file().path()).contains(here);

        desk.with("UNDERCUT_CONFIG", "named.yaml");
        assertThat(desk.file().path()).contains(folder.resolve("named.yaml"));

        assertThat(desk.file(Path.of("sub/given.yaml")).path())
                .contains(folder.resolve("sub/given.yaml"));
    }

    @Test
    void a_named_file_that_is_not_there_is_an_error() {
        assertThatExceptionOfType(BrokenConfig.class)
                .isThrownBy(() -> desk.file(Path.of("given.yaml")).load())
                .withMessage("given.yaml: there is no such file");
    }

    @Test
    void a_folder_in_place_of_a_file_is_an_error() {
        assertThatExceptionOfType(BrokenConfig.class)
                .isThrownBy(() -> desk.file(folder).load())
                .withMessageContaining("cannot be read");
    }

    @Test
    void a_file_above_one_mebibyte_is_refused() {
        String line = "# " + "x".repeat(97) + "\n";

        assertThat(desk.errors(line.repeat(100_000)))
                .containsExactly("undercut.yaml: larger than 1 MiB");
        assertThat(desk.config("#".repeat(ConfigFile.MAX_BYTES))).isNotNull();
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused() throws IOException {
        Files.write(folder.resolve("undercut.yaml"), new byte[] {'#', (byte) 0xe4, '\n'});

        assertThatExceptionOfType(BrokenConfig.class)
                .isThrownBy(() -> desk.file().load())
                .withMessage("undercut.yaml: not a text in UTF-8");
    }

    @Test
    void flags_win_over_everything() throws BrokenConfig {
        desk.with("UNDERCUT_LISTEN", "127.0.0.1:2").write("listen: 127.0.0.1:1");
        Surroundings surroundings =
                new Surroundings(desk.environment, folder, folder, BundledProviders.NONE);

        Config config =
                new ConfigFile(
                                surroundings,
                                null,
                                c ->
                                        c.withListen(c.listen().withPort(3))
                                                .withDataDir(folder.resolve("flag")))
                        .load()
                        .config();

        assertThat(config.listen()).hasToString("127.0.0.1:3");
        assertThat(config.dataDir()).isEqualTo(folder.resolve("flag"));
    }

    @ParameterizedTest
    @CsvSource({
        "UNDERCUT_LISTEN, 0.0.0.0:99",
        "UNDERCUT_DATA_DIR, elsewhere",
        "UNDERCUT_BASELINE_MODEL, gpt-5",
        "UNDERCUT_CONFIDENCE, 0.5",
        "UNDERCUT_DURABILITY, FULL",
        "UNDERCUT_STORAGE_DURABILITY, FULL",
        "UNDERCUT_STORAGE_LEDGER, sqlite",
        "UNDERCUT_SANDBOX, ON",
        "UNDERCUT_PROBE_OLLAMA, false",
        "UNDERCUT_ALLOWED_HOSTS, 'a.test, b.test'",
        "UNDERCUT_LOG_LEVEL, TRACE",
        "UNDERCUT_LIMITS_MAX_BODY, 77",
        "UNDERCUT_LIMITS_REQUEST_READ, PT1M17S",
        "UNDERCUT_LIMITS_FIRST_BYTE, PT1M17S",
        "UNDERCUT_LIMITS_IDLE, PT1M17S",
        "UNDERCUT_LIMITS_WRITE, PT1M17S",
        "UNDERCUT_LIMITS_MAX_ATTEMPTS, 13",
    })
    void the_environment_wins_over_the_file(String variable, String shown) {
        String value =
                shown.equals("PT1M17S")
                        ? "77s"
                        : shown.matches("[A-Z]+") ? shown.toLowerCase(Locale.ROOT) : shown;
        desk.with(variable, value);

        Config config =
                desk.config(
                        """
                        listen: 127.0.0.1:1
                        data_dir: from-file
                        baseline_model: from-file
                        confidence: 0.7
                        storage: {ledger: sqlite, durability: normal}
                        sandbox: off
                        probe_ollama: true
                        allowed_hosts: [file.test]
                        log: {level: error}
                        limits:
                          max_body: 1
                          request_read: 1s
                          first_byte: 1s
                          idle: 1s
                          write: 1s
                          max_attempts: 1
                        """);

        assertThat(config.toString()).contains(shown);
    }

    @Test
    void an_empty_variable_counts_as_not_set() {
        desk.with("UNDERCUT_LISTEN", " ");
        assertThat(desk.config("listen: a:1").listen()).isEqualTo(new HostPort("a", 1));
    }

    @Test
    void a_wrong_variable_is_named() {
        desk.with("UNDERCUT_LIMITS_IDLE", "soon");
        assertThat(desk.errors(""))
                .containsExactly(
                        "UNDERCUT_LIMITS_IDLE: limits.idle: expected a duration of 1ms to 24h such"
                                + " as 500ms, 30s or 2m, got 'soon'");
    }

    @Test
    void names_in_the_file_have_no_variables() {
        desk.with("UNDERCUT_PROVIDERS_DEEPSEEK_TIMEOUTS_IDLE", "1s");
        assertThat(desk.provider("deepseek", "providers: {deepseek: }").timeouts().idle())
                .hasSeconds(120);
    }

    @Test
    void keys_in_a_file_that_everybody_may_read_are_warned_of() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        desk.with("KEY", "k");
        Path file = desk.write("providers: {deepseek: {api_key: literal}}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(desk.file().load().warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "undercut.yaml: holds keys and everybody on this machine may read it");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(desk.file().load().warnings()).isEmpty();

        desk.write("providers: {deepseek: {api_key: \"${KEY}\"}}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(desk.file().load().warnings()).isEmpty();
    }

    @Test
    void a_key_that_would_travel_unencrypted_is_warned_of() {
        desk.with("KEY", "k");
        String yaml = "providers: {m: {api_key: \"${KEY}\", base_url: \"http://%s/v1\"}}";

        assertThat(desk.load(yaml.formatted("a.test")).warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "undercut.yaml:1: providers.m.base_url: the key travels unencrypted over"
                                + " http");
        assertThat(desk.load(yaml.formatted("127.0.0.1:80")).warnings()).isEmpty();
        assertThat(desk.load(yaml.formatted("[::1]:80")).warnings()).isEmpty();
    }
}
