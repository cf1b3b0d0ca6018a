package dev.undercut.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The configuration's file: which one it is, and how it becomes a {@link Config}.
 *
 * <p>A flag wins over the environment, that over the file, and that over the default.
 */
public final class ConfigFile {

    /** The largest file that is read, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    static final String NAME = "undercut.yaml";

    private final Surroundings surroundings;
    private final @Nullable Path given;
    private final UnaryOperator<Config> flags;

    /**
     * @param given the file of {@code --config}; null to look in the usual places
     * @param flags puts the values of other flags in place; applied after every load
     */
    public ConfigFile(
            Surroundings surroundings, @Nullable Path given, UnaryOperator<Config> flags) {
        this.surroundings = surroundings;
        this.given = given;
        this.flags = flags;
    }

    /**
     * What a load found.
     *
     * @param config what holds now
     * @param warnings what is allowed but probably not meant
     * @param seen the version of the file that was read
     */
    public record Loaded(Config config, List<Problem> warnings, Stamp seen) {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * One version of a file. A new inode counts, because editors save by renaming.
     *
     * @param path null when there is no file
     */
    record Stamp(@Nullable Path path, @Nullable FileTime modified, long size, @Nullable Object id) {
        static final Stamp NO_FILE = new Stamp(null, null, 0, null);
    }

    /**
     * The file in use: that of {@code --config}, else of {@code UNDERCUT_CONFIG}, else {@code
     * ./undercut.yaml}, else {@code ~/.config/undercut/undercut.yaml}. Empty when neither of the
     * last two exists; the first two are returned whether they exist or not.
     */
    public Optional<Path> path() {
        Path working = surroundings.workingDirectory();
        String named = surroundings.environment().get("UNDERCUT_CONFIG");
        if (given != null) {
            return Optional.of(working.resolve(given));
        }
        if (named != null && !named.isBlank()) {
            return Optional.of(working.resolve(named));
        }
        Path inHome = surroundings.home().resolve(".config").resolve("undercut").resolve(NAME);
        return Stream.of(working.resolve(NAME), inHome).filter(Files::exists).findFirst();
    }

    /**
     * Reads and checks everything.
     *
     * @throws BrokenConfig with all that is wrong, in the file, the environment or the flags
     */
    public Loaded load() throws BrokenConfig {
        Path path = path().orElse(null);
        // Taken before the bytes: a change in between is then seen as one more change, not missed.
        Stamp seen = stamp();
        String place = path == null ? NAME : label(path);
        Node root = path == null ? null : YamlTree.read(text(path, place), place);
        Reading reading = new Reading(place, surroundings.environment());
        Config config = new ConfigReader(surroundings).read(Section.top(reading, root));
        reading.throwProblems();
        if (path != null && reading.hasLiteralSecret() && isOpenToAll(path)) {
            reading.warning(0, null, "holds keys and everybody on this machine may read it");
        }
        return new Loaded(flags.apply(config), reading.warnings(), seen);
    }

    /** The version of the file that is there now. */
    Stamp stamp() {
        Path path = path().orElse(null);
        if (path == null) {
            return Stamp.NO_FILE;
        }
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(path, now.lastModifiedTime(), now.size(), now.fileKey());
        } catch (IOException gone) {
            return Stamp.NO_FILE;
        }
    }

    private String label(Path path) {
        Path working = surroundings.workingDirectory();
        return (path.startsWith(working) ? working.relativize(path) : path).toString();
    }

    private static String text(Path path, String place) throws BrokenConfig {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw broken(place, "there is no such file");
        } catch (IOException e) {
            throw broken(place, "cannot be read: " + e.getClass().getSimpleName());
        }
        if (bytes.length > MAX_BYTES) {
            throw broken(place, "larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw broken(place, "not a text in UTF-8");
        }
    }

    private static BrokenConfig broken(String place, String text) {
        return new BrokenConfig(new Problem(place, 0, null, text));
    }

    private static boolean isOpenToAll(Path path) {
        try {
            Set<PosixFilePermission> may = Files.getPosixFilePermissions(path);
            return may.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException notKnownHere) {
            return false;
        }
    }
}
