package dev.undercut.provider.sandbox;

import dev.undercut.provider.sandbox.skill.Skills;
import dev.undercut.provider.sandbox.skill.Task;
import dev.undercut.provider.sandbox.skill.Template;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Generates problems that the simulated models can read: arithmetic (40 %), word problems of every
 * template (50 %) and the game of 24 (10 %). The mix that each model's stated accuracy is for. The
 * same seed gives the same problems. For one thread.
 */
public final class Problems {

    private static final List<String> ASKS =
            List.of("What is %s?", "Compute %s.", "Calculate %s", "How much is %s?", "%s = ?");

    private final RandomGenerator random;
    private final List<Template> templates = Template.all();
    private final Skills skills = new Skills();

    public Problems(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The first {@code count} problems of a seed. */
    public static List<Problem> mix(long seed, int count) {
        Problems problems = new Problems(seed);
        return Stream.generate(problems::next).limit(count).toList();
    }

    /** The next problem. */
    public Problem next() {
        int u = random.nextInt(10);
        if (u < 4) {
            return problem("arithmetic", arithmetic());
        }
        if (u == 4) {
            return problem("game-of-24", gameOf24());
        }
        Template template = templates.get(random.nextInt(templates.size()));
        return problem(template.kind(), template.fill(random));
    }

    private Problem problem(String kind, String text) {
        double difficulty = skills.recognise(text).map(Task::difficulty).orElseThrow();
        return new Problem(kind, text, difficulty);
    }

    private String arithmetic() {
        String expression =
                switch (random.nextInt(6)) {
                    case 0 -> number(2, 3) + "*" + number(2, 4);
                    case 1 -> number(3, 6) + " + " + number(3, 6) + " - " + number(2, 5);
                    case 2 -> "(" + number(1, 2) + " + " + number(1, 2) + ")^2 - " + number(1, 3);
                    case 3 ->
                            number(1, 3)
                                    + "*"
                                    + number(1, 2)
                                    + " + "
                                    + number(1, 2)
                                    + "*"
                                    + number(1, 3);
                    case 4 -> number(1, 2) + "." + number(2, 2) + "*" + number(1, 3);
                    default -> "(" + number(2, 4) + " - " + number(2, 3) + ")*" + number(1, 2);
                };
        return ASKS.get(random.nextInt(ASKS.size())).formatted(expression);
    }

    /** A whole number of {@code low} to {@code high} digits that begins with no zero. */
    private String number(int low, int high) {
        int digits = random.nextInt(low, high + 1);
        int floor = Math.toIntExact(Math.round(Math.pow(10, digits - 1)));
        return Integer.toString(random.nextInt(Math.max(2, floor), floor * 10));
    }

    private String gameOf24() {
        return "Use %d %d %d %d to make 24.".formatted(card(), card(), card(), card());
    }

    private int card() {
        return random.nextInt(1, 14);
    }
}
