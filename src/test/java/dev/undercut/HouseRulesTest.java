package dev.undercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.rules.ArrowRules;
import dev.undercut.rules.ArrowTable;
import dev.undercut.rules.ClassFacts;
import dev.undercut.rules.ClassRules;
import dev.undercut.rules.SourceFile;
import dev.undercut.rules.SourceRules;
import dev.undercut.rules.TextRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the house to its own documents: the arrows of {@code docs/ARCHITECTURE.md} and the style of
 * {@code docs/STYLE.md}. That each rule can fail is shown in {@code dev.undercut.rules}.
 */
class HouseRulesTest {

    private static final Path MAIN = Path.of("src/main/java");
    private static final int STOP_LINES = 300;

    private static String architecture;
    private static ArrowTable table;
    private static List<ClassFacts> classes;
    private static List<ClassFacts> testClasses;
    private static List<SourceFile> main;
    private static List<SourceFile> sources;
    private static Map<String, String> texts;

    @BeforeAll
    static void read_the_house() {
        Path document = Path.of("docs/ARCHITECTURE.md");
        architecture = TextRules.read(List.of(document)).get(document.toString());
        table = ArrowTable.read(architecture);
        classes = ClassFacts.under(Path.of("target/classes"));
        testClasses = ClassFacts.under(Path.of("target/test-classes"));
        main = SourceFile.under(MAIN);
        sources =
                Stream.concat(main.stream(), SourceFile.under(Path.of("src/test/java")).stream())
                        .toList();
        texts =
                TextRules.read(
                        Stream.of("src", "docs", "examples", "bench/src", ".ci", "pom.xml")
                                .map(Path::of)
                                .toList());
        texts.putAll(
                TextRules.read(
                        Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "undercut")
                                .map(Path::of)
                                .toList()));
    }

    @Test
    void the_arrow_table_has_no_circle_and_names_only_its_own_rooms() {
        assertThat(table.faults()).isEmpty();
    }

    @Test
    void rooms_use_only_what_the_arrow_table_allows() {
        assertThat(new ArrowRules(table).violations(classes)).isEmpty();
    }

    @Test
    void only_app_uses_app_web_gateway_and_stores() {
        Pattern outermost = Pattern.compile("app|web|gateway|store(\\..*)?");
        assertThat(table.rooms().values())
                .filteredOn(room -> !room.name().equals("app"))
                .allSatisfy(
                        room -> assertThat(room.uses()).noneMatch(outermost.asMatchPredicate()));
    }

    @Test
    void the_stops_of_both_paths_exist_under_their_names_and_are_short() {
        assertThat(TextRules.stops(architecture, MAIN.resolve("dev/undercut"), STOP_LINES))
                .isEmpty();
    }

    @Test
    void the_architecture_can_be_read_in_one_sitting() {
        assertThat(architecture.lines().count()).isLessThanOrEqualTo(STOP_LINES);
    }

    @Test
    void methods_files_parameter_lists_and_packages_stay_small() {
        assertThat(SourceRules.longMethods(sources)).isEmpty();
        assertThat(SourceRules.longFiles(sources)).isEmpty();
        assertThat(SourceRules.manyParameters(sources)).isEmpty();
        assertThat(SourceRules.fullPackages(main)).isEmpty();
    }

    @Test
    void names_say_what_a_thing_is() {
        assertThat(SourceRules.vagueNames(sources)).isEmpty();
        assertThat(SourceRules.getters(main)).isEmpty();
    }

    @Test
    void every_room_says_its_purpose_and_is_null_marked() {
        assertThat(SourceRules.unmarkedRooms(main)).isEmpty();
        assertThat(SourceRules.undocumented(main)).isEmpty();
    }

    @Test
    void optional_is_only_returned() {
        assertThat(SourceRules.optionalHeld(main)).isEmpty();
    }

    @Test
    void no_floating_point_holds_money() {
        assertThat(SourceRules.floatingPoint(main.stream().filter(HouseRulesTest::books).toList()))
                .isEmpty();
    }

    private static boolean books(SourceFile file) {
        return file.packageName().matches("dev\\.undercut\\.(money|ledger)(\\..*)?");
    }

    @Test
    void time_chance_and_pauses_are_handed_in() {
        List<ClassFacts> rooms = classes.stream().filter(ClassRules.outsideRoom("app")).toList();
        assertThat(ClassRules.clocks(rooms)).isEmpty();
        assertThat(ClassRules.chance(rooms)).isEmpty();
        assertThat(ClassRules.sleeps(rooms)).isEmpty();
        assertThat(ClassRules.prints(rooms)).isEmpty();
    }

    @Test
    void tests_wait_for_events_instead_of_sleeping() {
        assertThat(ClassRules.sleeps(testClasses)).isEmpty();
    }

    @Test
    void nothing_is_shared_through_static_fields_or_deep_inheritance() {
        assertThat(ClassRules.mutableStatics(classes)).isEmpty();
        assertThat(ClassRules.deepInheritance(classes)).isEmpty();
    }

    @Test
    void texts_hold_no_loose_promises_and_no_places_of_one_machine() {
        assertThat(TextRules.loosePromises(texts)).isEmpty();
        assertThat(TextRules.machinePlaces(texts)).isEmpty();
    }
}
