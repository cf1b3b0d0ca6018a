package dev.undercut.compute.stat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Programs grouped by behaviour: those that pass the same tests are thought to be the same program.
 * Not safe for use by several threads.
 */
public final class Groups {
    private final Map<String, List<Integer>> members = new HashMap<>();

    /** The groups of a list of behaviours, in their order; null belongs to none. */
    public static Groups of(List<? extends @Nullable String> behaviours) {
        Groups groups = new Groups();
        for (int i = 0; i < behaviours.size(); i++) {
            String behaviour = behaviours.get(i);
            if (behaviour != null) {
                groups.add(i, behaviour);
            }
        }
        return groups;
    }

    /**
     * Puts a program into its group.
     *
     * @param position where it stands among all; decides between equals
     * @param behaviour a {@code 1} for each test it passes and a {@code 0} for each other; may be
     *     empty, where there are no tests
     */
    public void add(int position, String behaviour) {
        List<Integer> group = members.computeIfAbsent(behaviour, b -> new ArrayList<>());
        int at = group.size();
        while (at > 0 && group.get(at - 1) > position) {
            at--;
        }
        group.add(at, position);
    }

    /** The best group; of equal ones that whose first member stands first. */
    public Optional<Group> best(Measure measure) {
        Group best = null;
        double most = 0;
        for (Map.Entry<String, List<Integer>> entry : members.entrySet()) {
            Group group = new Group(entry.getKey(), entry.getValue());
            double value = measure.of(group);
            boolean level = best != null && value == most && group.first() < best.first();
            if (best == null || value > most || level) {
                best = group;
                most = value;
            }
        }
        return Optional.ofNullable(best);
    }

    /** All groups, best first. */
    public List<Group> ranked(Measure measure) {
        return members.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue()))
                .sorted(
                        Comparator.<Group>comparingDouble(group -> -measure.of(group))
                                .thenComparingInt(Group::first))
                .toList();
    }

    /**
     * Programs of one behaviour.
     *
     * @param behaviour a {@code 1} or {@code 0} for each test
     * @param members their positions, ascending
     */
    public record Group(String behaviour, List<Integer> members) {
        public Group {
            members = List.copyOf(members);
        }

        /** The member that stands first. */
        public int first() {
            return members.getFirst();
        }

        /** How many programs. */
        public int size() {
            return members.size();
        }

        /** How many tests they pass. */
        public int passed() {
            return (int) behaviour.chars().filter(bit -> bit == '1').count();
        }
    }

    /** What makes a group good. */
    public enum Measure {
        /** Its size: a vote by behaviour. */
        SIZE {
            @Override
            double of(Group group) {
                return group.size();
            }
        },
        /** sqrt(size) times tests passed (Chen et al., CodeT, arXiv 2207.10397). */
        CODET {
            @Override
            double of(Group group) {
                return StrictMath.sqrt(group.size()) * group.passed();
            }
        };

        abstract double of(Group group);
    }
}
