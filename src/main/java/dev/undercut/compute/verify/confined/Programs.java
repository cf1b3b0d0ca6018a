package dev.undercut.compute.verify.confined;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the system keeps its programs. Not the {@code PATH} of whoever started this process: what
 * confines must be the system's own, and what runs within must be below {@code /usr}.
 *
 * @param folders searched in that order
 */
record Programs(List<Path> folders) {
    Programs {
        folders = List.copyOf(folders);
    }

    /** The system's. */
    static Programs ofTheSystem() {
        return new Programs(
                List.of(
                        Path.of("/usr/bin"),
                        Path.of("/bin"),
                        Path.of("/usr/sbin"),
                        Path.of("/sbin"),
                        Path.of("/usr/local/bin")));
    }

    /** The first of that name that can be run. */
    Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
