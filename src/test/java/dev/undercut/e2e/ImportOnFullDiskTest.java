package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.app.House;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An import that runs out of room half-way, in a process whose files the system lets grow so far
 * and no further: a write fails there just as on a full disk.
 */
@Timeout(60)
class ImportOnFullDiskTest {
    private static final String HEAD = "provider,model,upstream_id,input,output\n";

    @TempDir private Path home;

    @Test
    void nothing_of_it_is_in_the_books_and_it_succeeds_once_there_is_room() throws Exception {
        Path list = home.resolve("list.csv");
        Files.writeString(list, HEAD + "openai,gpt-4o,mine,2,8\n");
        assertThat(run("feed", "import", "prices-csv", list.toString()).exit()).isZero();
        String before = run("feed", "status", "--json").out();

        Files.writeString(list, HEAD + many(4000));
        Failed failed = importWithin(400, list);
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err().lines()).hasSize(1);
        assertThat(failed.err()).startsWith("undercut: cannot write the market journal");
        assertThat(run("feed", "status", "--json").out()).isEqualTo(before);
        assertThat(run("feed", "quarantine", "--json").out().strip()).isEqualTo("[]");

        House.Ran again = run("feed", "import", "prices-csv", list.toString());
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out()).contains("prices-csv/list: 4000 new, 0 changed, 1 gone");
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "openai,gpt-4o,offer-" + i + ",2,8\n")
                .collect(Collectors.joining());
    }

    private record Failed(int exit, String out, String err) {}

    /** Runs the import where no file may have more than that many KiB. */
    private Failed importWithin(int kib, Path list) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("bash", "-c", "ulimit -f " + kib + " && exec \"$@\"", "bash"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Dorg.sqlite.lib.path=" + nativeLibrary(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.undercut.app.Main",
                        "feed",
                        "import",
                        "prices-csv",
                        list.toString(),
                        "--data-dir",
                        home.resolve("data").toString()));
        Path err = home.resolve("err");
        Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Failed(process.waitFor(), out, Files.readString(err));
    }

    /** SQLite's driver would unpack its library into a file that is larger than allowed. */
    private Path nativeLibrary() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Mac" : "Linux";
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
        String file = system.equals("Mac") ? "libsqlitejdbc.dylib" : "libsqlitejdbc.so";
        Path folder = Files.createDirectories(home.resolve("native"));
        try (var library =
                org.sqlite.JDBC.class.getResourceAsStream(
                        "/org/sqlite/native/" + system + "/" + machine + "/" + file)) {
            Files.copy(java.util.Objects.requireNonNull(library), folder.resolve(file));
        }
        return folder;
    }

    private House.Ran run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", home.resolve("data").toString()));
        return House.run(all.toArray(String[]::new));
    }
}
