package dev.undercut.market.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The providers' data files as they stand in the project. */
final class ProviderFiles {
    private ProviderFiles() {}

    static List<Path> paths() {
        try (Stream<Path> files = Files.list(Path.of("data/providers"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> ids() {
        return paths().stream()
                .map(path -> path.getFileName().toString().replace(".yaml", ""))
                .collect(Collectors.toSet());
    }

    /** The keys of one file. */
    static Map<String, Object> read(Path file) {
        Map<String, Object> keys = new HashMap<>();
        try {
            Object read =
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            ((Map<?, ?>) read).forEach((key, value) -> keys.put(String.valueOf(key), value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys;
    }
}
