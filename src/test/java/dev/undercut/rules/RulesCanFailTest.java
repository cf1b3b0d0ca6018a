package dev.undercut.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule that cannot fail holds nothing: each one meets a small house that breaks it. */
class RulesCanFailTest {

    private static final String TABLE =
            """
            <!-- arrows:begin -->
            | Room | Rooms | Outside | |
            |---|---|---|---|
            | `low` | | | |
            | `high` | `low` | `javax.tools` | |
            | `app` | `*` | `*` | |
            | `future` | `low` | | later |
            <!-- arrows:end -->
            """;

    private static final Map<String, String> HOUSE =
            Map.of(
                    "low/Good.java",
                    """
                    package dev.undercut.low;
                    public class Good { public long cents(java.time.Clock clock) {
                        return java.time.Instant.now(clock).toEpochMilli(); } }
                    """,
                    "low/Upward.java",
                    """
                    package dev.undercut.low;
                    class Upward { java.util.List<dev.undercut.high.Door> hidden; }
                    """,
                    "low/Restless.java",
                    """
                    package dev.undercut.low;
                    import java.util.function.LongSupplier;
                    class Restless {
                        static int count;
                        static final java.util.HashMap<String, String> CACHE = null;
                        LongSupplier time = System::currentTimeMillis;
                        Object now = java.time.Instant.now();
                        double chance = Math.random();
                        void rest() throws Exception { Thread.sleep(1); System.out.println(count); }
                    }
                    """,
                    "high/Door.java",
                    """
                    package dev.undercut.high;
                    public class Door extends dev.undercut.low.Good {
                        javax.tools.Tool allowed;
                        java.sql.Connection reaching;
                        java.net.Socket out;
                        javax.xml.parsers.SAXParser foreign;
                    }
                    """,
                    "high/Colour.java",
                    """
                    package dev.undercut.high;
                    enum Colour { RED { @Override int hue() { return 0; } }; abstract int hue(); }
                    """,
                    "attic/Old.java",
                    "package dev.undercut.attic; class Old {}",
                    "app/Main.java",
                    """
                    package dev.undercut.app;
                    class Main { dev.undercut.high.Door door; java.sql.Connection all; }
                    """);

    @TempDir private static Path folder;
    private static List<ClassFacts> classes;

    @BeforeAll
    static void build_the_bad_house() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            for (Map.Entry<String, String> source : HOUSE.entrySet()) {
                Path file = folder.resolve("src").resolve(source.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, source.getValue());
            }
            Path[] sources =
                    HOUSE.keySet().stream()
                            .map(name -> folder.resolve("src").resolve(name))
                            .toArray(Path[]::new);
            List<String> options = List.of("-proc:none", "-d", folder.resolve("out").toString());
            assertThat(
                            compiler.getTask(
                                            null,
                                            files,
                                            null,
                                            options,
                                            null,
                                            files.getJavaFileObjects(sources))
                                    .call())
                    .isTrue();
        }
        classes = ClassFacts.under(folder.resolve("out"));
    }

    @Test
    void an_arrow_against_the_table_is_named_with_both_classes_even_inside_a_generic_type() {
        assertThat(arrows())
                .contains(
                        "room low uses room high: dev.undercut.low.Upward ->"
                                + " dev.undercut.high.Door, allowed: []");
    }

    @Test
    void foreign_packages_and_ways_out_of_the_process_need_leave() {
        assertThat(arrows())
                .anyMatch(line -> line.contains("dev.undercut.high.Door -> java.sql.Connection"))
                .anyMatch(line -> line.contains("dev.undercut.high.Door -> java.net.Socket"))
                .anyMatch(line -> line.contains("-> javax.xml.parsers.SAXParser"))
                .noneMatch(line -> line.contains("-> javax.tools"))
                .noneMatch(line -> line.contains("dev.undercut.app"));
    }

    @Test
    void a_room_without_a_row_and_a_row_without_a_room_are_named() {
        assertThat(arrows())
                .contains("class dev.undercut.attic.Old is in no room of the arrow table");
        ArrowTable absent = ArrowTable.read(TABLE.replace("later", ""));
        assertThat(new ArrowRules(absent).violations(classes))
                .contains("row future names no room and does not say later");
        ArrowTable stale = ArrowTable.read(TABLE.replace("| `low` | | | |", "| `low` | | |later|"));
        assertThat(new ArrowRules(stale).violations(classes))
                .contains("room low exists but its row still says later");
    }

    @Test
    void a_table_with_a_circle_a_dangling_name_or_no_marks_is_refused() {
        ArrowTable circle = ArrowTable.read(TABLE.replace("| `low` | |", "| `low` | `high` |"));
        assertThat(circle.faults()).contains("room low is on a circle of arrows");
        ArrowTable dangling = ArrowTable.read(TABLE.replace("| `low` | |", "| `low` | `cellar` |"));
        assertThat(dangling.faults()).containsExactly("row low names cellar, which has no row");
        assertThat(ArrowTable.read(TABLE).faults()).isEmpty();
        assertThatThrownBy(() -> ArrowTable.read("| `low` | | | |"))
                .hasMessageContaining("no arrow table");
    }

    @Test
    void the_machines_clock_chance_sleep_and_output_are_seen_also_as_method_references() {
        assertThat(ClassRules.clocks(classes))
                .anyMatch(line -> line.contains("Restless: java.lang.System.currentTimeMillis"))
                .anyMatch(line -> line.contains("Restless: java.time.Instant.now"))
                .noneMatch(line -> line.contains("Good"));
        assertThat(ClassRules.chance(classes)).singleElement().asString().contains("Math.random");
        assertThat(ClassRules.sleeps(classes)).singleElement().asString().contains("Thread.sleep");
        assertThat(ClassRules.prints(classes)).singleElement().asString().contains("System.out");
        assertThat(classes.stream().filter(ClassRules.outsideRoom("low")))
                .noneMatch(facts -> facts.name().contains(".low."));
    }

    @Test
    void static_state_and_towers_of_classes_are_seen_but_enum_constants_are_no_tower() {
        assertThat(ClassRules.mutableStatics(classes))
                .containsExactly(
                        "dev.undercut.low.Restless keeps mutable static state in count",
                        "dev.undercut.low.Restless keeps mutable static state in CACHE");
        assertThat(ClassRules.deepInheritance(classes))
                .containsExactly(
                        "dev.undercut.high.Door extends our own class dev.undercut.low.Good");
    }

    @Test
    void long_methods_and_files_are_measured_by_lines() {
        String body = "x();\n".repeat(SourceRules.METHOD_LINES - 2);
        assertThat(SourceRules.longMethods(sample("class A { void a() {\n" + body + "} }")))
                .isEmpty();
        assertThat(SourceRules.longMethods(sample("class A { void a() {\nx();\n" + body + "} }")))
                .containsExactly("/A.java:1 a is 61 lines long");
        assertThat(SourceRules.longFiles(sample("class A {}\n" + "\n".repeat(500)))).hasSize(1);
        assertThat(SourceRules.longFiles(sample("class A {}\n" + "\n".repeat(499)))).isEmpty();
    }

    @Test
    void seven_parameters_are_too_many_except_for_a_record() {
        String seven = "(int a, int b, int c, int d, int e, int f, int g)";
        assertThat(SourceRules.manyParameters(sample("class A { void a" + seven + " {} }")))
                .containsExactly("/A.java:1 a takes 7 parameters");
        assertThat(
                        SourceRules.manyParameters(
                                sample("record A" + seven + " { public A" + seven + " {} }")))
                .isEmpty();
    }

    @Test
    void a_package_of_26_types_is_full() {
        assertThat(SourceRules.fullPackages(sample("package p;" + "class A {}".repeat(26))))
                .containsExactly("p has 26 types");
    }

    @Test
    void vague_names_and_prefixes_are_seen() {
        for (String name : List.of("OfferManager", "Utils", "PriceUtil", "ChatImpl", "OfferInfo")) {
            assertThat(SourceRules.vagueNames(sample("class " + name + " {}"))).hasSize(1);
        }
        String handler = "package dev.undercut.%s; class ChatHandler {}";
        assertThat(SourceRules.vagueNames(sample(handler.formatted("route")))).hasSize(1);
        assertThat(SourceRules.vagueNames(sample(handler.formatted("gateway")))).isEmpty();
        String methods = "class A { int getX() { return 1; } @Override int getY() { return 1; } }";
        assertThat(SourceRules.getters(sample(methods)))
                .containsExactly("/A.java:1 getX has a prefix");
        assertThat(SourceRules.getters(sample("class A { void settle() {} }"))).isEmpty();
    }

    @Test
    void optional_held_and_public_types_unexplained_are_seen() {
        assertThat(
                        SourceRules.optionalHeld(
                                sample(
                                        "class A { Optional<A> a; void b(Optional<A> c) {}"
                                                + " Optional<A> fine() { return null; }"
                                                + " record R(OptionalLong d) {} }")))
                .hasSize(3);
        assertThat(SourceRules.undocumented(sample("public class A {}"))).hasSize(1);
        assertThat(SourceRules.undocumented(sample("/** Why. */ public class A {}"))).isEmpty();
    }

    @Test
    void floating_point_is_seen_as_a_type_a_box_and_a_number() {
        assertThat(
                        SourceRules.floatingPoint(
                                sample("class A { double a; Float b; Object c = 1.5; long d; }")))
                .hasSize(3);
    }

    @Test
    void a_room_without_a_marked_purpose_is_seen() {
        assertThat(SourceRules.unmarkedRooms(sample("package p; class A {}"))).hasSize(1);
        assertThat(
                        SourceRules.unmarkedRooms(
                                List.of(
                                        SourceFile.sample(
                                                "package-info.java",
                                                "/** Why. */ @NullMarked package p;"))))
                .isEmpty();
    }

    @Test
    void loose_promises_and_places_of_one_machine_are_seen() {
        String promise = "// TO" + "DO";
        assertThat(TextRules.loosePromises(Map.of("A.java", "ok\n" + promise + " later")))
                .containsExactly("A.java:2 TO" + "DO without an issue number");
        assertThat(TextRules.loosePromises(Map.of("A.java", promise + "(#12) later"))).isEmpty();
        assertThat(TextRules.machinePlaces(Map.of("a", "see " + "/" + "home/me/x"))).hasSize(1);
        assertThat(TextRules.machinePlaces(Map.of("a", "https://example.org/home/x"))).isEmpty();
    }

    @Test
    void a_stop_that_is_missing_long_or_no_longer_planned_is_seen() {
        Path sources = folder.resolve("src");
        assertThat(TextRules.stops("1. `low.Good.cents` - x", sources, 9)).isEmpty();
        assertThat(TextRules.stops("1. `low.Good.cents` - x", sources, 2)).hasSize(1);
        assertThat(TextRules.stops("1. `low.Good` (later) - x", sources, 9)).hasSize(1);
        assertThat(TextRules.stops("1. `low.Good.dollars` - x", sources, 9)).hasSize(1);
        assertThat(TextRules.stops("1. `low.Gone` - x", sources, 9)).hasSize(1);
        assertThat(TextRules.stops("1. `low.Gone` (later) - x", sources, 9)).isEmpty();
    }

    private static List<String> arrows() {
        return new ArrowRules(ArrowTable.read(TABLE)).violations(classes);
    }

    private static List<SourceFile> sample(String code) {
        return List.of(SourceFile.sample("A.java", code));
    }
}
