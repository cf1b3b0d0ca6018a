package dev.undercut.provider.sandbox;

import java.time.Duration;
import java.util.List;

/**
 * One simulated model, as stated to the outside. Its name says that it is none: every id begins
 * with {@code sandbox-}.
 *
 * @param id such as {@code sandbox-mini}
 * @param name for people
 * @param input USD per million input tokens, plain decimal
 * @param cachedInput USD per million cached input tokens, plain decimal
 * @param output USD per million output tokens, reasoning included, plain decimal
 * @param context tokens it can read and write in one call
 * @param maxOutput tokens it can write in one call, reasoning included
 * @param features of {@code tools}, {@code vision}, {@code json_schema}, {@code reasoning}
 * @param ability in logits: at this difficulty it is right half of the time
 * @param accuracy its share of right answers on {@link Problems}, a single sample each
 * @param firstToken how long it takes to begin
 * @param tokensPerSecond how fast it writes from there on
 * @param note one sentence
 */
public record SandboxModel(
        String id,
        String name,
        String input,
        String cachedInput,
        String output,
        long context,
        long maxOutput,
        List<String> features,
        double ability,
        double accuracy,
        Duration firstToken,
        int tokensPerSecond,
        String note) {

    /** The name of the scale that {@link #ci} stands on; not that of real models. */
    public static final String SCALE = "sandbox";

    public SandboxModel {
        features = List.copyOf(features);
        if (!id.startsWith("sandbox-")) {
            throw new IllegalArgumentException("a simulated model is named as one: " + id);
        }
    }

    /**
     * Capability on the sandbox's own scale: 25 + 10 points per logit of ability, from 22 to 72.
     * Says nothing about real models.
     */
    public int ci() {
        return Math.toIntExact(Math.round(25 + 10 * ability));
    }

    /** Whether it has {@code feature}. */
    public boolean can(String feature) {
        return features.contains(feature);
    }
}
