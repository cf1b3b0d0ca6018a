package dev.undercut.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code mvn -Pfuzz test}: each target for {@code -Dfuzz.seconds=60} in a process of its own,
 * guided by coverage. What it learns is kept below {@code target/fuzz}; an input that breaks a
 * promise is put into the corpus as {@code crash-…}, where {@link FuzzCorpusTest} finds it from
 * then on.
 */
class FuzzRun {

    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 60);

    @ParameterizedTest
    @EnumSource
    void nothing_found_breaks_a_promise(FuzzTarget target) throws Exception {
        Path learnt = Files.createDirectories(Path.of("target/fuzz", target.name()));
        Path log = learnt.resolveSibling(target.name() + ".log");
        Process fuzzer =
                new ProcessBuilder(command(target, learnt))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(fuzzer.waitFor()).as("see %s\n%s", log, end(log)).isZero();
        } finally {
            fuzzer.destroyForcibly();
        }
    }

    private static List<String> command(FuzzTarget target, Path learnt) {
        String path = System.getProperty("java.class.path");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", path),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.className(),
                "--instrumentation_includes=dev.undercut.dialect.**:dev.undercut.chat.**",
                "--custom_hook_includes=dev.undercut.**",
                "--reproducer_path=target" + File.separator + "fuzz",
                "-max_total_time=" + SECONDS,
                "-timeout=120",
                "-report_slow_units=120",
                "-rss_limit_mb=3072",
                "-max_len=6000",
                "-artifact_prefix=" + target.folder() + File.separator,
                learnt.toString(),
                target.folder().toString());
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }
}
