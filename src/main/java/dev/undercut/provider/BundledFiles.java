package dev.undercut.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Names the files that ship inside the product, so that a new data file needs no list to stand in.
 */
final class BundledFiles {
    private BundledFiles() {}

    /** The files directly below a folder, as resource names without a leading slash, sorted. */
    static List<String> below(String folder, String ending) {
        try {
            URI home =
                    BundledFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            Path path = Path.of(home);
            return Files.isDirectory(path)
                    ? inFolder(path, folder, ending)
                    : inJar(path, folder, ending);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the product's own location cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> inFolder(Path home, String folder, String ending)
            throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(folder))) {
            return files.map(file -> folder + "/" + file.getFileName())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> inJar(Path jar, String folder, String ending) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(folder + "/") && name.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
