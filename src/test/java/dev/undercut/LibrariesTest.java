package dev.undercut;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What others wrote and we run is what was looked at, byte for byte. */
class LibrariesTest {
    private static final Pattern VERSION = Pattern.compile("<([a-z-]*\\.?version)>([^<]*)</\\1>");

    /** Fails when a repository serves other bytes under the same version, or a library slips in. */
    @Test
    void every_library_is_the_one_whose_hash_is_written_down() throws Exception {
        TreeMap<String, String> lines = new TreeMap<>();
        for (String entry : classPath()) {
            Path file = Path.of(entry);
            if (entry.endsWith(".jar") && Files.isRegularFile(file)) {
                String name = String.valueOf(file.getFileName());
                lines.put(name, sha256(file) + "  " + name + "\n");
            }
        }
        assertThat(lines).hasSizeGreaterThan(20);
        Golden.assertMatches("docs/libraries.sha256", String.join("", lines.values()));
    }

    @Test
    void every_version_is_one_version() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        List<String> versions =
                VERSION.matcher(pom).results().map(found -> found.group(2)).toList();
        assertThat(versions)
                .hasSizeGreaterThan(10)
                .noneMatch(version -> version.contains("SNAPSHOT"))
                .noneMatch(version -> version.contains("LATEST") || version.contains("RELEASE"))
                .filteredOn(version -> version.startsWith("[") || version.startsWith("("))
                // The toolchain's: any JDK from 25 on.
                .isSubsetOf("[25,)");
        assertThat(pom).doesNotContain("<repository>", "<pluginRepository>");
    }

    private static List<String> classPath() {
        String own = System.getProperty("java.class.path");
        String path = System.getProperty("surefire.test.class.path", own);
        return List.of(path.split(Pattern.quote(File.pathSeparator), -1));
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }
}
