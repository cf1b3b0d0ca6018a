package dev.undercut;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a text with a file of the project. {@code mvn test -Dgolden.update=true} writes the
 * files anew; the change is then reviewed like any other.
 */
public final class Golden {

    private Golden() {}

    /**
     * Fails when {@code actual} is not what the file holds.
     *
     * @param file below the project's root, such as {@code docs/CONFIGURATION.md}
     */
    public static void assertMatches(String file, String actual) {
        Path path = Path.of(file);
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.writeString(path, actual);
            }
            assertThat(path).as("golden file; -Dgolden.update=true writes it").exists();
            assertThat(actual)
                    .as("%s is stale; -Dgolden.update=true rewrites it", file)
                    .isEqualTo(Files.readString(path).replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
