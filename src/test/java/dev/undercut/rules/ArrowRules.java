package dev.undercut.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Holds compiled classes against the {@link ArrowTable}. */
public final class ArrowRules {

    private static final String ROOT = "dev.undercut.";

    /** Needs no leave: the language's own library and the annotations for null. */
    private static final Pattern ALWAYS =
            Pattern.compile("(java|javax\\.crypto|org\\.jspecify)\\..*");

    /** Parts of the JDK that reach out of the process; a room needs leave by this name. */
    private static final List<Guarded> GUARDED =
            List.of(
                    new Guarded("java.net.http", Pattern.compile("java\\.net\\.http\\..*")),
                    new Guarded("java.sql", Pattern.compile("javax?\\.sql\\..*")),
                    new Guarded(
                            "sockets",
                            Pattern.compile(
                                    "java\\.net\\.((Server|Datagram|Multicast)?Socket"
                                            + "|(Http)?URLConnection)"
                                            + "|java\\.nio\\.channels\\..*SocketChannel"
                                            + "|javax\\.net\\..*")),
                    new Guarded(
                            "processes",
                            Pattern.compile("java\\.lang\\.(Process|ProcessBuilder|Runtime)")));

    private record Guarded(String leave, Pattern classes) {}

    private final ArrowTable table;

    public ArrowRules(ArrowTable table) {
        this.table = table;
    }

    /** Arrows that the table does not allow, rooms without a row, rows without a room. */
    public List<String> violations(Collection<ClassFacts> classes) {
        List<String> found = new ArrayList<>();
        Set<String> existing = new LinkedHashSet<>();
        for (ClassFacts facts : classes) {
            Optional<ArrowTable.Room> room = roomOf(facts.name());
            if (room.isEmpty()) {
                found.add("class " + facts.name() + " is in no room of the arrow table");
                continue;
            }
            existing.add(room.get().name());
            for (String used : facts.uses()) {
                check(facts.name(), room.get(), used).ifPresent(found::add);
            }
        }
        for (ArrowTable.Room room : table.rooms().values()) {
            if (existing.contains(room.name()) == room.later()) {
                found.add(
                        room.later()
                                ? "room " + room.name() + " exists but its row still says later"
                                : "row " + room.name() + " names no room and does not say later");
            }
        }
        return found;
    }

    private Optional<ArrowTable.Room> roomOf(String className) {
        return className.startsWith(ROOT)
                ? table.roomOf(ClassFacts.packageOf(className.substring(ROOT.length())))
                : Optional.empty();
    }

    private Optional<String> check(String user, ArrowTable.Room room, String used) {
        if (used.startsWith(ROOT)) {
            String target = roomOf(used).map(ArrowTable.Room::name).orElse("(none)");
            return target.equals(room.name()) || room.mayUse(target)
                    ? Optional.empty()
                    : Optional.of(
                            "room %s uses room %s: %s -> %s, allowed: %s"
                                    .formatted(room.name(), target, user, used, room.uses()));
        }
        return outsideAllowed(room, used)
                ? Optional.empty()
                : Optional.of(
                        "room %s uses a foreign package: %s -> %s, allowed: %s"
                                .formatted(room.name(), user, used, room.outside()));
    }

    private static boolean outsideAllowed(ArrowTable.Room room, String used) {
        if (room.outside().contains("*")) {
            return true;
        }
        for (Guarded guarded : GUARDED) {
            if (guarded.classes().matcher(used).matches()) {
                return room.outside().contains(guarded.leave());
            }
        }
        return ALWAYS.matcher(used).matches()
                || room.outside().stream().anyMatch(leave -> used.startsWith(leave + "."));
    }
}
