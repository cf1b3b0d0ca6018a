package dev.undercut.app.config;

import dev.undercut.app.config.BundledProviders.Bundled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A folder with a configuration file, an environment and one bundled provider. */
final class Desk {

    final Path folder;
    final Map<String, String> environment = new HashMap<>();

    Desk(Path folder) {
        this.folder = folder;
    }

    static final BundledProviders BUNDLED =
            id ->
                    id.equals("deepseek")
                            ? Optional.of(
                                    new Bundled(
                                            "openai",
                                            URI.create("https://api.deepseek.test/v1"),
                                            List.of("DEEPSEEK_API_KEY", "DEEPSEEK_KEY")))
                            : id.equals("claude")
                                    ? Optional.of(
                                            new Bundled(
                                                    "anthropic",
                                                    URI.create("https://api.claude.test"),
                                                    List.of()))
                                    : Optional.empty();

    Desk with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path write(String yaml) {
        try {
            return Files.writeString(folder.resolve("undercut.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigFile file() {
        return file(null);
    }

    ConfigFile file(@Nullable Path given) {
        Surroundings surroundings =
                new Surroundings(environment, folder, folder.resolve("home"), BUNDLED);
        return new ConfigFile(surroundings, given, UnaryOperator.identity());
    }

    ConfigFile.Loaded load(String yaml) {
        write(yaml);
        try {
            return file().load();
        } catch (BrokenConfig e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    Config config(String yaml) {
        return load(yaml).config();
    }

    /** The provider {@code id} of a file that is right. */
    ProviderConfig provider(String id, String yaml) {
        return at(config(yaml).providers(), id);
    }

    /** The model {@code id} of the bundled provider. */
    ModelConfig model(String id, String yaml) {
        return at(provider("deepseek", yaml).models(), id);
    }

    /** The policy {@code name} of a file that is right. */
    PolicyConfig policy(String name, String yaml) {
        return at(config(yaml).policies(), name);
    }

    private static <T> T at(Map<String, T> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    /** The lines of what is wrong with a file; fails when nothing is. */
    List<String> errors(String yaml) {
        write(yaml);
        try {
            throw new AssertionError("accepted: " + file().load());
        } catch (BrokenConfig e) {
            return String.valueOf(e.getMessage()).lines().toList();
        }
    }
}
