package dev.undercut.provider.sandbox.skill;

import java.util.Optional;

/** One kind of question that the simulated models can answer. */
public interface Skill {

    /**
     * Reads the question out of free text; the last one where there are several.
     *
     * @param text what a user wrote, of any length and content
     * @return the task, or empty where the text asks for nothing of this kind; never throws
     */
    Optional<Task> recognise(String text);
}
