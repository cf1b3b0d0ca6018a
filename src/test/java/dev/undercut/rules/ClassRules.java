package dev.undercut.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Rules that read compiled code, where no import or method reference can hide a call. */
public final class ClassRules {

    private static final Pattern CLOCK =
            Pattern.compile(
                    "java\\.time\\.\\w+\\.now\\((?!Ljava/time/Clock;).*"
                            + "|java\\.time\\.Clock\\.(system|tick(Millis|Seconds|Minutes)).*"
                            + "|java\\.time\\.InstantSource\\.system\\(.*"
                            + "|java\\.lang\\.System\\.currentTimeMillis\\(.*"
                            + "|java\\.util\\.Date\\.<init>\\(\\).*");
    private static final Pattern CHANCE =
            Pattern.compile(
                    "java\\.lang\\.Math\\.random\\(.*"
                            + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current\\(.*"
                            + "|java\\.util\\.(Splittable)?Random\\.<init>\\(\\).*"
                            + "|java\\.util\\.random\\.RandomGenerator\\.(getDefault|of)\\(.*");
    private static final Pattern SLEEP = Pattern.compile("java\\.lang\\.Thread\\.sleep\\(.*");
    private static final Pattern PRINT =
            Pattern.compile(
                    "java\\.lang\\.System\\.(out|err)L.*"
                            + "|java\\.lang\\.\\w+\\.printStackTrace\\(\\).*"
                            + "|java\\.lang\\.(System|Runtime)\\.(exit|halt)\\(.*");

    private ClassRules() {}

    /** Calls that ask the machine for the time; rooms are handed a clock. */
    public static List<String> clocks(Collection<ClassFacts> classes) {
        return touching(classes, CLOCK, "asks the machine for the time; hand in a Clock");
    }

    /** Calls that draw unseeded chance; rooms are handed a seeded generator. */
    public static List<String> chance(Collection<ClassFacts> classes) {
        return touching(classes, CHANCE, "draws unseeded chance; hand in a RandomGenerator");
    }

    /** Calls of {@code Thread.sleep}. */
    public static List<String> sleeps(Collection<ClassFacts> classes) {
        return touching(classes, SLEEP, "sleeps; wait for the event, or hand in the pause");
    }

    /** Uses of the process's own output and exit, which belong to the program's entry. */
    public static List<String> prints(Collection<ClassFacts> classes) {
        return touching(classes, PRINT, "prints or exits; only app does");
    }

    /** Classes two steps below a class of the JDK or a library. */
    public static List<String> deepInheritance(Collection<ClassFacts> classes) {
        List<String> enums =
                classes.stream().filter(ClassFacts::enumeration).map(ClassFacts::name).toList();
        return classes.stream()
                .filter(facts -> facts.superName().startsWith("dev.undercut."))
                .filter(facts -> !enums.contains(facts.superName()))
                .map(facts -> facts.name() + " extends our own class " + facts.superName())
                .toList();
    }

    /** Static fields that can change. */
    public static List<String> mutableStatics(Collection<ClassFacts> classes) {
        List<String> found = new ArrayList<>();
        for (ClassFacts facts : classes) {
            for (String field : facts.mutableStatics()) {
                found.add(facts.name() + " keeps mutable static state in " + field);
            }
        }
        return found;
    }

    /** Every class outside the room {@code name} and its sub-packages. */
    public static Predicate<ClassFacts> outsideRoom(String name) {
        String prefix = "dev.undercut." + name + ".";
        return facts -> !facts.name().startsWith(prefix);
    }

    private static List<String> touching(
            Collection<ClassFacts> classes, Pattern banned, String why) {
        List<String> found = new ArrayList<>();
        for (ClassFacts facts : classes) {
            for (ClassFacts.Member member : facts.members()) {
                String called = member.owner() + "." + member.name() + member.descriptor();
                if (banned.matcher(called).matches()) {
                    found.add(
                            "%s: %s.%s %s"
                                    .formatted(facts.name(), member.owner(), member.name(), why));
                }
            }
        }
        return found;
    }
}
