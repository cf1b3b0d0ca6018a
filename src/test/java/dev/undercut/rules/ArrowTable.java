package dev.undercut.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The table of allowed arrows, as written in {@code docs/ARCHITECTURE.md}. */
public record ArrowTable(Map<String, Room> rooms) {

    private static final String BEGIN = "<!-- arrows:begin";
    private static final String END = "<!-- arrows:end";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /**
     * One row.
     *
     * @param name below {@code dev.undercut}; covers its sub-packages that have no row of their own
     * @param uses rooms it may use; {@code *} for all
     * @param outside packages it may use besides those that are always allowed; {@code *} for all
     * @param later planned, not built yet
     */
    public record Room(String name, Set<String> uses, Set<String> outside, boolean later) {
        boolean mayUse(String room) {
            return uses.contains("*") || uses.contains(room);
        }
    }

    /** Reads the rows between the two marks. */
    public static ArrowTable read(String markdown) {
        int begin = markdown.indexOf(BEGIN);
        int end = markdown.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no arrow table between " + BEGIN + " and " + END);
        }
        Map<String, Room> rooms = new LinkedHashMap<>();
        markdown.substring(begin, end)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(ArrowTable::row)
                .forEach(room -> rooms.put(room.name(), room));
        return new ArrowTable(rooms);
    }

    private static Room row(String line) {
        List<String> cells = List.of(line.split("\\|", -1));
        if (cells.size() != 6) {
            throw new IllegalArgumentException("an arrow row has four cells: " + line);
        }
        return new Room(
                codes(cells.get(1)).iterator().next(),
                codes(cells.get(2)),
                codes(cells.get(3)),
                cells.get(4).contains("later"));
    }

    private static Set<String> codes(String cell) {
        Set<String> found = new LinkedHashSet<>();
        CODE.matcher(cell).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    /** The room of a package below {@code dev.undercut}: the longest row that covers it. */
    Optional<Room> roomOf(String packageBelowRoot) {
        String name = packageBelowRoot;
        while (!name.isEmpty()) {
            Room room = rooms.get(name);
            if (room != null) {
                return Optional.of(room);
            }
            name = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        }
        return Optional.empty();
    }

    /** What is wrong with the table itself: rows that name no row, and circles. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Room room : rooms.values()) {
            for (String used : room.uses()) {
                if (!used.equals("*") && !rooms.containsKey(used)) {
                    faults.add("row " + room.name() + " names " + used + ", which has no row");
                }
            }
            if (reaches(room, room.name(), new LinkedHashSet<>())) {
                faults.add("room " + room.name() + " is on a circle of arrows");
            }
        }
        return faults;
    }

    private boolean reaches(Room from, String target, Set<String> seen) {
        for (String used : from.uses()) {
            Room next = rooms.get(used);
            if (used.equals(target)
                    || (next != null && seen.add(used) && reaches(next, target, seen))) {
                return true;
            }
        }
        return false;
    }
}
