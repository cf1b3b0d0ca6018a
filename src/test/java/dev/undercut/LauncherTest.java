package dev.undercut;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs a copy of the launcher in a small world with scripts in place of Java and Maven. */
@Timeout(60)
class LauncherTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final FileTime LATER = FileTime.from(Instant.parse("2026-02-01T00:00:00Z"));

    private static final List<String> TOOLS =
            List.of(
                    "bash",
                    "cat",
                    "cksum",
                    "dirname",
                    "find",
                    "flock",
                    "getconf",
                    "head",
                    "ln",
                    "mkdir",
                    "mv",
                    "nice",
                    "nproc",
                    "readlink",
                    "rm",
                    "sed",
                    "sleep",
                    "touch");

    private static final String FAKE_JAVA =
            """
            #!/usr/bin/env bash
            for argument in "$@"; do
                case "$argument" in
                    -XX:AOTCacheOutput=*)
                        echo trained >>"PROJECT/trainings"
                        [ -e "PROJECT/untrainable" ] && exit 1
                        echo cache >"${argument#*=}"
                        exit 0 ;;
                esac
            done
            printf 'java=%s\\nlocale=%s\\n' "$0" "$LC_ALL"
            printf '<%s>\\n' "$@"
            """;

    private static final String FAKE_MAVEN =
            """
            #!/usr/bin/env bash
            if [ "$1" = --version ]; then printf '\\033[1mApache Maven 3.8.7\\033[m\\n'; exit 0; fi
            echo "$JAVA_HOME $*" >>builds
            if [ -e slow ]; then sleep 0.3; fi
            if [ -e broken ]; then echo 'Usd.java:7: error'; exit 1; fi
            mkdir -p target
            echo jar >target/undercut.jar
            """;

    @TempDir private Path world;
    private Path project;
    private Path bin;
    private final Map<String, String> environment = new LinkedHashMap<>();

    @BeforeEach
    void make_a_small_world() throws IOException {
        project = world.resolve("a project");
        bin = Files.createDirectories(world.resolve("bin"));
        Files.createDirectories(project.resolve("src/main/java"));
        Files.copy(Path.of("undercut"), project.resolve("undercut"));
        project.resolve("undercut").toFile().setExecutable(true);
        for (String file : List.of("pom.xml", "src/main/java/A.java", "src/main/java/B.java")) {
            write(project.resolve(file), "x");
        }
        write(project.resolve("data/prices.csv"), "x");
        for (String tool : TOOLS) {
            for (String folder : List.of("/bin", "/usr/bin")) {
                Path real = Path.of(folder, tool);
                if (Files.exists(real) && !Files.exists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), real);
                }
            }
        }
        script(bin.resolve("mvn"), FAKE_MAVEN);
        environment.put("PATH", bin.toString());
        environment.put("HOME", world.resolve("home").toString());
        environment.put("UNDERCUT_SYSTEM_ROOT", world.toString());
        environment.put("UNDERCUT_AOT", "off");
    }

    @Test
    void without_a_jdk_it_says_which_to_install_and_exits_2() throws Exception {
        Run run = launch("serve");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("needs a JDK 25 or newer").contains("Temurin 25");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_jdk_that_is_too_old_is_named_and_not_used() throws Exception {
        environment.put("JAVA_HOME", jdk("usr/lib/jvm/java-17", "17.0.15").toString());
        Run run = launch("serve");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("java-17 (17.0.15)");
    }

    @Test
    void a_jdk_named_for_undercut_that_does_not_fit_is_an_error_not_a_hint() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        environment.put("UNDERCUT_JAVA_HOME", world.resolve("nowhere").toString());
        Run run = launch("serve");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("UNDERCUT_JAVA_HOME").contains("nowhere");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usr/lib/jvm/temurin-25",
                "opt/jdk-25",
                "opt/java/openjdk",
                "home/.sdkman/candidates/java/25-tem",
                "home/.jdks/temurin-25.0.3",
                "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
            })
    void a_jdk_is_found_where_jdks_are_installed(String place) throws Exception {
        environment.put("JAVA_HOME", jdk("usr/lib/jvm/java-17", "17.0.15").toString());
        Path jdk = jdk(place, "26-ea");
        assertThat(launch("x").out()).startsWith("java=" + jdk.resolve("bin/java"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNDERCUT_JAVA_HOME", "JAVA_HOME"})
    void a_jdk_named_in_the_environment_wins(String variable) throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        Path mine = jdk("mine", "25.0.1");
        environment.put(variable, mine.toString());
        assertThat(launch("x").out()).startsWith("java=" + mine);
    }

    @Test
    void a_java_on_the_path_is_followed_to_its_jdk() throws Exception {
        Path mine = jdk("mine", "25");
        Files.createSymbolicLink(bin.resolve("java"), mine.resolve("bin/java"));
        assertThat(launch("x").out()).startsWith("java=" + mine.toRealPath());
    }

    @Test
    void without_a_good_maven_it_says_so_and_exits_2() throws Exception {
        jdk("opt/jdk", "25");
        script(bin.resolve("mvn"), "#!/usr/bin/env bash\necho 'Apache Maven 3.6.3 (x)'\n");
        assertThat(launch("x").err()).contains("needs Maven 3.8 or newer").contains("3.6");
        Files.delete(bin.resolve("mvn"));
        Run run = launch("x");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("needs Maven 3.8 or newer");
    }

    @Test
    void it_builds_on_first_use_with_its_own_jdk_and_then_no_more() throws Exception {
        Path jdk = jdk("opt/jdk", "25");
        Run first = launch("x");
        assertThat(first.status()).isZero();
        assertThat(first.err()).contains("building").contains("built in");
        assertThat(launch("x").err()).isEmpty();
        assertThat(builds()).singleElement().asString().startsWith(jdk.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java/A.java", "data/prices.csv", "pom.xml"})
    void it_builds_again_when_an_input_is_newer_than_the_jar(String input) throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        assertThat(launch("x").err()).isEmpty();
        Files.setLastModifiedTime(project.resolve(input), LATER);
        assertThat(launch("x").err()).contains("building");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void it_builds_again_when_a_source_was_removed() throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        Files.delete(project.resolve("src/main/java/B.java"));
        assertThat(launch("x").err()).contains("building");
    }

    @Test
    void two_launches_at_once_build_once_and_both_run() throws Exception {
        jdk("opt/jdk", "25");
        write(project.resolve("slow"), "");
        Launch one = start("one");
        Launch two = start("two");
        assertThat(one.end().out()).contains("<one>");
        assertThat(two.end().out()).contains("<two>");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void a_lock_without_flock_also_builds_once_and_outlives_a_dead_holder() throws Exception {
        jdk("opt/jdk", "25");
        Files.deleteIfExists(bin.resolve("flock"));
        Files.createDirectories(project.resolve("target"));
        Files.createSymbolicLink(
                project.resolve("target/.build.lock.holder.1"), Path.of("999999999"));
        write(project.resolve("slow"), "");
        // So many that some find the dead holder while others take its place.
        List<Launch> launches = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            launches.add(start("x"));
        }
        for (Launch launch : launches) {
            assertThat(launch.end().status()).isZero();
        }
        assertThat(builds()).hasSize(1);
    }

    @Test
    void a_failed_build_shows_its_output_exits_1_and_leaves_the_old_jar() throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        write(project.resolve("broken"), "");
        Files.setLastModifiedTime(project.resolve("pom.xml"), LATER);
        Run run = launch("x");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("Usd.java:7: error").contains("the build failed");
        assertThat(run.out()).isEmpty();
        assertThat(project.resolve("target/undercut.jar")).exists();
    }

    @Test
    void arguments_arrive_as_they_were_given() throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        Run run = launch("ask", "-m", "undercut/20", "What  is\n17*23?", "", "a\"b'c $HOME *");
        assertThat(run.out())
                .endsWith(
                        "<-jar>\n<%s>\n<ask>\n<-m>\n<undercut/20>\n<What  is\n17*23?>\n<>\n"
                                        .formatted(jar())
                                + "<a\"b'c $HOME *>\n");
    }

    @Test
    void options_from_the_environment_come_after_its_own() throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        environment.put("JAVA_OPTS", "-Xmx1g  -Da=1");
        environment.put("UNDERCUT_JAVA_OPTS", "-Xmx2g");
        assertThat(launch("x").out()).contains("<-Xmx1g>\n<-Da=1>\n<-Xmx2g>\n<-jar>");
    }

    @Test
    void a_collector_named_by_the_user_takes_the_place_of_its_own() throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        assertThat(launch("x").out()).containsPattern("<-XX:\\+Use(Serial|G1)GC>");
        environment.put("UNDERCUT_JAVA_OPTS", "-XX:+UseParallelGC");
        assertThat(launch("x").out())
                .contains("<-XX:+UseParallelGC>")
                .doesNotContainPattern("<-XX:\\+Use(Serial|G1)GC>");
    }

    @Test
    void a_locale_without_utf8_is_replaced_and_another_is_kept() throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        environment.put("LANG", "C");
        assertThat(launch("x").out()).contains("locale=C.UTF-8\n");
        environment.put("LANG", "de_DE.UTF-8");
        assertThat(launch("x").out()).contains("locale=de_DE.UTF-8\n");
    }

    @Test
    void it_works_through_symbolic_links_from_any_folder() throws Exception {
        Path jdk = jdk("opt/jdk", "25");
        Path link = world.resolve("link");
        Files.createSymbolicLink(link, Path.of("second"));
        Files.createSymbolicLink(world.resolve("second"), Path.of("a project/undercut"));
        Run run = start(List.of(link.toString(), "x"), Path.of("/")).end();
        assertThat(run.out()).startsWith("java=" + jdk).endsWith("<-jar>\n<" + jar() + ">\n<x>\n");
    }

    @Test
    void the_start_up_cache_is_made_beside_the_first_run_and_used_by_the_next() throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        environment.remove("UNDERCUT_AOT");
        awaitInTarget(
                "undercut.aot.key", () -> assertThat(launch("x").out()).doesNotContain("AOT"));
        assertThat(launch("x").out())
                .contains("<-XX:AOTCache=" + jar().resolveSibling("undercut.aot") + ">");
        assertThat(Files.readAllLines(project.resolve("trainings"))).hasSize(1);
    }

    @Test
    void a_cache_of_another_jdk_or_an_older_jar_is_left_alone_and_made_anew() throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        environment.remove("UNDERCUT_AOT");
        write(project.resolve("target/undercut.aot"), "old");
        write(project.resolve("target/undercut.aot.key"), "another jdk");
        awaitInTarget(
                "undercut.aot.key", () -> assertThat(launch("x").out()).doesNotContain("AOT"));
        assertThat(project.resolve("target/undercut.aot")).hasContent("cache");
    }

    @Test
    void a_cache_is_not_used_under_other_options_and_does_not_tell_which_they_were()
            throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        environment.remove("UNDERCUT_AOT");
        environment.put("JAVA_OPTS", "-Dhttp.proxyPassword=s3cret");
        awaitInTarget(
                "undercut.aot.key", () -> assertThat(launch("x").out()).doesNotContain("AOT"));
        assertThat(launch("x").out()).contains("<-XX:AOTCache=");
        assertThat(project.resolve("target/undercut.aot.key")).content().doesNotContain("s3cret");
        environment.put("JAVA_OPTS", "-Xmx64m");
        assertThat(launch("x").out()).doesNotContain("AOTCache=");
    }

    @Test
    void a_training_run_that_fails_is_not_repeated_and_stops_nobody() throws Exception {
        jdk("opt/jdk", "25");
        builtLongAgo();
        environment.remove("UNDERCUT_AOT");
        write(project.resolve("untrainable"), "");
        awaitInTarget("undercut.aot.failed", () -> assertThat(launch("x").status()).isZero());
        Run run = launch("x");
        assertThat(run.status()).isZero();
        assertThat(run.out()).doesNotContain("AOT");
        assertThat(Files.readAllLines(project.resolve("trainings"))).hasSize(1);
    }

    private Path jdk(String place, String version) throws IOException {
        Path home = world.resolve(place);
        script(home.resolve("bin/java"), FAKE_JAVA.replace("PROJECT", project.toString()));
        script(home.resolve("bin/javac"), "#!/usr/bin/env bash\n");
        write(
                home.resolve("release"),
                "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"%s\"\nMODULES=\"java.base\"".formatted(version));
        return home;
    }

    private void builtLongAgo() throws IOException {
        write(project.resolve("target/undercut.jar"), "jar");
        try (var files = Files.walk(project)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, LONG_AGO);
            }
        }
    }

    private Path jar() throws IOException {
        return project.toRealPath().resolve("target/undercut.jar");
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(project.resolve("builds"));
    }

    private Run launch(String... arguments) throws IOException, InterruptedException {
        return start(arguments).end();
    }

    private Launch start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(project.resolve("undercut").toString()));
        command.addAll(List.of(arguments));
        return start(command, world);
    }

    private Launch start(List<String> command, Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path err = Files.createTempFile(world, "run", ".err");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        return new Launch(process, err);
    }

    private void awaitInTarget(String file, Step step) throws Exception {
        Path target = project.resolve("target");
        try (WatchService watch = target.getFileSystem().newWatchService()) {
            target.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            step.run();
            while (true) {
                WatchKey key = watch.poll(30, TimeUnit.SECONDS);
                assertThat(key).as("waiting for %s", file).isNotNull();
                if (key.pollEvents().stream().anyMatch(e -> file.equals("" + e.context()))) {
                    return;
                }
                key.reset();
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void script(Path file, String text) throws IOException {
        write(file, text);
        file.toFile().setExecutable(true);
    }

    private record Launch(Process process, Path err) {
        Run end() throws IOException, InterruptedException {
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Run(process.waitFor(), out, Files.readString(err));
        }
    }

    private record Run(int status, String out, String err) {}

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}
