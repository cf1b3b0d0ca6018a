package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Preferences;
import java.util.List;

/**
 * A decision with everything that led to it.
 *
 * @param request what was asked
 * @param decision what was decided
 * @param preferences what held, the policy's part included
 * @param rejections every offer looked at and not taken, nearest first
 */
public record Explanation(
        ChatRequest request,
        Decision decision,
        Preferences preferences,
        List<Rejection> rejections) {
    public Explanation {
        rejections = List.copyOf(rejections);
    }
}
