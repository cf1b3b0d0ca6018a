package dev.undercut.market.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.market.PriceFact;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed with SIGKILL while it imports: the book is as before an import or after. */
@Timeout(120)
class KilledImportTest {
    @TempDir private Path home;

    @Test
    void after_sigkill_every_reading_is_there_whole_or_not_at_all() throws Exception {
        for (int kills = 1; kills <= 3; kills++) {
            Path data = home.resolve("data" + kills);
            int said = runAndKill(data, 3 + kills);
            try (Desk desk = new Desk(data)) {
                List<PriceFact> listed = desk.market.listed("list");
                assertThat(listed).hasSize(DoomedImport.OFFERS);
                Set<String> prices =
                        listed.stream()
                                .map(fact -> fact.rates().input().plain())
                                .collect(Collectors.toSet());
                assertThat(prices).hasSize(1).isSubsetOf(stripped(said), stripped(said + 1));
                int readings = desk.market.snapshots().size();
                assertThat(readings).isBetween(said + 1, said + 2);
                assertThat(desk.market.facts()).hasSize(readings * DoomedImport.OFFERS);
                assertThat(desk.market.begin()).isPresent();
            }
        }
    }

    private static String stripped(int number) {
        return DoomedImport.price(number).replaceFirst("0+$", "");
    }

    /** The number of the last import that it said to be done. */
    private static int runAndKill(Path data, int lines) throws Exception {
        Process doomed = start(data);
        int said = -1;
        try (BufferedReader out = doomed.inputReader()) {
            while (said < lines) {
                said = number(out.readLine());
            }
            // By its handle: the process itself would close the stream that is still to be read.
            doomed.toHandle().destroyForcibly();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said = line.endsWith(DoomedImport.END) ? number(line) : said;
            }
        }
        assertThat(doomed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(doomed.exitValue()).isEqualTo(137);
        return said;
    }

    private static int number(String line) {
        assertThat(line).startsWith(DoomedImport.SAYS);
        return Integer.parseInt(
                line.substring(
                        DoomedImport.SAYS.length(), line.length() - DoomedImport.END.length()));
    }

    private static Process start(Path data) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedImport.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
