package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs every program below {@code examples} as its reader would, where its runtime is found. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(180)
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("examples").toAbsolutePath();
    private static final String RECEIPT =
            "(?s).*\nalpha/\\w+ for 0\\.\\d+ USD, saved -?\\d+\\.\\d+ USD\n";

    private Path home;
    private World world;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder;
        world = new World(folder, "");
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
        world.alpha.answers(call -> {
            if (call.asksStream()) {
                call.stream(10, 5, "17*23 ", "is ", "391");
            } else {
                call.json(200, Answers.whole("17*23 is 391", 10, 5));
            }
        });
    }

    @Test
    void curl_streams_shows_the_receipt_and_the_price_header() throws Exception {
        assumeTrue(onCi() || isFound("curl"), "no curl on the path");
        String out = run(List.of("sh", EXAMPLES.resolve("curl/chat.sh").toString()));
        assertThat(out)
                .contains("data: [DONE]", "\nreceipt: {\"request_id\":", "\"provider\":\"alpha\"")
                .contains("x-undercut-cost-usd: 0.00002", "\"text\":\"17*23 is 391\"");
        assertThat(world.alpha.calls()).hasSize(2);
        assertNothingOfOursWentOut();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OpenAiExample.java", "AnthropicExample.java"})
    void java_streams_and_shows_the_receipt(String file) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String libraries = System.getProperty("java.class.path");
        String source = EXAMPLES.resolve("java").resolve(file).toString();
        assertStreamed(run(List.of(java, "-XX:TieredStopAtLevel=1", "-cp", libraries, source)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai.mjs", "anthropic.mjs", "ai-sdk.mjs"})
    void node_streams_and_shows_the_receipt(String file) throws Exception {
        assumeTrue(isFound("node"), "no node on the path");
        assumeTrue(
                Files.isDirectory(EXAMPLES.resolve("node/node_modules/openai")),
                "the packages are missing: npm ci --prefix examples/node");
        assertStreamed(run(List.of("node", EXAMPLES.resolve("node").resolve(file).toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai_chat.py", "anthropic_messages.py", "standard_library.py"})
    void python_streams_and_shows_the_receipt(String file) throws Exception {
        assumeTrue(isFound("python3"), "no python3 on the path");
        String library = file.substring(0, file.indexOf('_'));
        assumeTrue(
                library.equals("standard") || canImport(library),
                "a package is missing: pip install -r examples/python/requirements.txt");
        assertStreamed(
                run(List.of("python3", EXAMPLES.resolve("python").resolve(file).toString())));
    }

    @Test
    void every_example_is_run_by_a_test() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            assertThat(files.filter(file -> !file.toString().contains("node_modules")))
                    .extracting(file -> file.getFileName().toString())
                    .filteredOn(name -> name.matches(".*\\.(sh|java|mjs|py)"))
                    .containsExactlyInAnyOrder(
                            "chat.sh",
                            "OpenAiExample.java",
                            "AnthropicExample.java",
                            "openai.mjs",
                            "anthropic.mjs",
                            "ai-sdk.mjs",
                            "openai_chat.py",
                            "anthropic_messages.py",
                            "standard_library.py");
        }
    }

    private void assertStreamed(String out) {
        assertThat(out).startsWith("17*23 is 391\n").matches(RECEIPT);
        assertThat(world.alpha.onlyCall().asksStream()).isTrue();
        assertNothingOfOursWentOut();
    }

    private void assertNothingOfOursWentOut() {
        assertThat(world.alpha.calls())
                .allSatisfy(call ->
                        assertThat(call.bodyText())
                                .contains("What is 17*23?")
                                .doesNotContain("undercut", "max_usd"));
    }

    private static boolean onCi() {
        return "true".equals(System.getenv("CI"));
    }

    private static boolean isFound(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, command))
                .anyMatch(Files::isExecutable);
    }

    private boolean canImport(String library) throws Exception {
        return process(List.of("python3", "-c", "import " + library)).waitFor() == 0;
    }

    /**
     * What it prints; fails, showing what it complained of, unless it ends well within a minute.
     */
    private String run(List<String> command) throws Exception {
        Process process = process(command);
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).as("it ends: %s", command).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(home.resolve("err.txt"))).isEqualTo(0);
        return Files.readString(home.resolve("out.txt"));
    }

    private Process process(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectOutput(home.resolve("out.txt").toFile())
                        .redirectError(home.resolve("err.txt").toFile());
        builder.environment().put("UNDERCUT_URL", "http://127.0.0.1:" + world.port());
        builder.environment().remove("UNDERCUT_KEY");
        return builder.start();
    }
}
