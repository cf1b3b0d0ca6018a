package dev.undercut.app.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * All that a configuration depends on besides its file.
 *
 * @param environment the environment variables
 * @param workingDirectory where relative paths begin
 * @param home what {@code ~} stands for
 * @param bundled the providers the program knows
 */
public record Surroundings(
        Map<String, String> environment,
        Path workingDirectory,
        Path home,
        BundledProviders bundled) {

    public Surroundings {
        environment = Map.copyOf(environment);
        workingDirectory = workingDirectory.toAbsolutePath();
    }

    /** Those of this process. */
    public static Surroundings ofProcess(BundledProviders bundled) {
        // HOME before the user database, as shells and other commands see it.
        String named = System.getenv("HOME");
        Path home =
                Path.of(
                        named == null || named.isBlank()
                                ? System.getProperty("user.home", ".")
                                : named);
        return new Surroundings(System.getenv(), Path.of(""), home, bundled);
    }

    /** Variables hold secrets: a record that is logged must not show them. */
    @Override
    public String toString() {
        return "Surroundings[" + workingDirectory + "]";
    }
}
