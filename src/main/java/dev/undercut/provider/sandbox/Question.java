package dev.undercut.provider.sandbox;

import dev.undercut.provider.sandbox.skill.Skills;
import dev.undercut.provider.sandbox.skill.Task;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation asks: the last message of the user, or, where that only asks to think again,
 * the question before it. System prompts and examples are not looked at.
 *
 * @param understood the question, or null where it was not understood
 * @param edge what helps with it, in logits: a second look finds some mistakes
 */
record Question(@Nullable Task understood, double edge) {

    /** The gain of a revision; about what self-refinement with feedback is reported to give. */
    private static final double SECOND_LOOK = 0.5;

    private static final Pattern AGAIN =
            Pattern.compile(
                    "(?i)\\b(?:wrong|incorrect|mistakes?|again|revise|refine|improve|reconsider"
                            + "|check|are you sure|feedback|try another|better answer)\\b");

    private static final Pattern EARLIER =
            Pattern.compile("(?i)\\b(?:previous|earlier|last) (?:answer|attempt|solution)s?\\b");

    static Question of(Ask ask, Skills skills) {
        String last = ask.last("user").map(Ask.Turn::text).orElse("");
        Optional<Task> task = skills.recognise(last);
        if (task.isPresent()) {
            return new Question(task.get(), EARLIER.matcher(last).find() ? SECOND_LOOK : 0);
        }
        boolean answered = ask.last("assistant").isPresent();
        if (answered && AGAIN.matcher(last).find()) {
            return new Question(before(ask, skills).orElse(null), SECOND_LOOK);
        }
        return new Question(null, 0);
    }

    Optional<Task> task() {
        return Optional.ofNullable(understood);
    }

    private static Optional<Task> before(Ask ask, Skills skills) {
        return ask.turns().reversed().stream()
                .filter(turn -> turn.role().equals("user"))
                .limit(8)
                .flatMap(turn -> skills.recognise(turn.text()).stream())
                .findFirst();
    }
}
