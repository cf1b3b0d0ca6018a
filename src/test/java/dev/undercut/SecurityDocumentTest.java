package dev.undercut;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/SECURITY.md promises is held by the tests that it names. */
class SecurityDocumentTest {
    private static final int THREATS = 14;
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Pattern THREAT = Pattern.compile("(?m)^## (\\d+)\\. ");

    @Test
    void every_test_that_it_names_exists() throws IOException {
        Map<String, String> tests = sources();
        List<String> missing =
                NAMED.matcher(document())
                        .results()
                        .filter(named ->
                                !tests.getOrDefault(named.group(1), "")
                                        .contains("void " + named.group(2) + "("))
                        .map(named -> named.group(1) + "." + named.group(2))
                        .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void every_threat_has_a_test() throws IOException {
        String document = document();
        List<Integer> numbers =
                THREAT.matcher(document)
                        .results()
                        .map(threat -> Integer.parseInt(threat.group(1)))
                        .toList();
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, THREATS).boxed().toList());
        String[] chapters = document.split("(?m)^## ", -1);
        for (String chapter : chapters) {
            if (Character.isDigit(chapter.charAt(0))) {
                Matcher named = NAMED.matcher(chapter);
                assertThat(named.find()).as(chapter.lines().findFirst().orElse("")).isTrue();
            }
        }
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("docs/SECURITY.md"));
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            files.filter(file -> file.toString().endsWith("Test.java"))
                    .forEach(file -> sources.put(name(file), text(file)));
        }
        return sources;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replace(".java", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
