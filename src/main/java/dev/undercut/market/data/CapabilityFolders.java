package dev.undercut.market.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The capability indices that were fitted here, below the data directory: one folder for each
 * version, which never changes. A folder is there whole or not at all, also after a power cut.
 */
public final class CapabilityFolders {
    private static final String UNFINISHED = ".unfinished";

    /** What a start reads; without one of them a folder is of no use. */
    private static final List<String> NEEDED =
            List.of("capability.csv", "capability-draws.csv", "scores.csv");

    private final Path home;

    /** Those of that data directory; nothing is made there before something is written. */
    public CapabilityFolders(Path dataDirectory) {
        this.home = dataDirectory.resolve("capability");
    }

    /** The folder of a version, if it was fitted here. */
    public Optional<Path> of(String version) {
        return Optional.of(home.resolve(version)).filter(CapabilityFolders::isWhole);
    }

    private static boolean isWhole(Path folder) {
        return NEEDED.stream().allMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** Where the folder of a version is when it is there. */
    public Path place(String version) {
        return home.resolve(version);
    }

    /** The folder that came into use last: most likely the one that is in force. */
    public Optional<Path> newest() {
        Path newest = null;
        try {
            FileTime latest = FileTime.fromMillis(Long.MIN_VALUE);
            for (Path folder : folders()) {
                FileTime time = Files.getLastModifiedTime(folder);
                if (!isUnfinished(folder) && isWhole(folder) && time.compareTo(latest) > 0) {
                    newest = folder;
                    latest = time;
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // a guess; who needs one version asks for it by name
        }
        return Optional.ofNullable(newest);
    }

    /**
     * Writes the folder of a version.
     *
     * @param files name to content
     */
    public void write(String version, Map<String, String> files) throws IOException {
        Files.createDirectories(home);
        Path unfinished = Files.createTempDirectory(home, UNFINISHED);
        for (Map.Entry<String, String> file : files.entrySet()) {
            try (FileChannel out =
                    FileChannel.open(
                            unfinished.resolve(file.getKey()),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE)) {
                ByteBuffer bytes =
                        ByteBuffer.wrap(file.getValue().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
        }
        if (Files.isDirectory(place(version))) {
            remove(place(version)); // somebody took files out of it
        }
        Files.move(unfinished, place(version), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Notes that a version that was fitted before is in force again. */
    public void use(String version, Instant now) throws IOException {
        Files.setLastModifiedTime(home.resolve(version), FileTime.from(now));
    }

    /** Removes all but some versions, and what writers that were killed have left. */
    public void keepOnly(Set<String> versions) throws IOException {
        for (Path folder : folders()) {
            if (!versions.contains(String.valueOf(folder.getFileName()))) {
                remove(folder);
            }
        }
    }

    private static boolean isUnfinished(Path folder) {
        return String.valueOf(folder.getFileName()).startsWith(UNFINISHED);
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> found = Files.list(home)) {
            return found.filter(Files::isDirectory).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private void remove(Path folder) throws IOException {
        Path away = folder;
        if (!isUnfinished(folder)) {
            // Out of sight first, so that nobody meets half of it.
            away = home.resolve(UNFINISHED + "-" + folder.getFileName());
            try {
                Files.move(folder, away, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException e) {
                away = folder;
            }
        }
        try (Stream<Path> files = Files.list(away)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(away);
    }
}
