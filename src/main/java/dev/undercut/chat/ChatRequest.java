package dev.undercut.chat;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a model: all that routing and metering need to know, beside the body as it
 * came.
 *
 * @param model the model name the client sent
 * @param stream whether the answer shall come in pieces
 * @param usageAsked whether a streamed answer shall report its usage to the client
 * @param maxOutput the client's limit on output tokens, or null
 * @param choices how many answers, 1 or more
 * @param effort how hard to think
 * @param needs what the request shows that it needs
 * @param prompt the size of what is read
 * @param preferences the field {@code undercut}
 * @param body the request as it came
 */
public record ChatRequest(
        String model,
        boolean stream,
        boolean usageAsked,
        @Nullable Long maxOutput,
        int choices,
        Effort effort,
        Set<Feature> needs,
        Prompt prompt,
        Preferences preferences,
        OriginalBody body) {

    public ChatRequest {
        needs = Set.copyOf(needs);
    }
}
