package dev.undercut.provider.sandbox.skill;

import java.util.List;
import java.util.Optional;

/** All skills, the most particular first. A new skill is one class and one line here. */
public final class Skills {

    /**
     * Only this many last characters of a message are searched for a question, so that a message of
     * megabytes costs no more than a short one.
     */
    private static final int WINDOW = 8_000;

    private final List<Skill> all;

    public Skills() {
        this.all = List.of(new WordProblems(Template.all()), new GameOf24(), new Arithmetic());
    }

    /** The task in {@code text}, or empty where no skill knows what it asks; never throws. */
    public Optional<Task> recognise(String text) {
        String window = text.length() > WINDOW ? text.substring(text.length() - WINDOW) : text;
        if (window.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return all.stream().flatMap(skill -> skill.recognise(window).stream()).findFirst();
    }
}
