package dev.undercut.economics.facts;

import dev.undercut.economics.serving.Precision;
import dev.undercut.economics.serving.SpeedCurve;
import org.jspecify.annotations.Nullable;

/**
 * A measured throughput.
 *
 * @param workload what was measured
 * @param accelerator on what
 * @param point speed and throughput, input and output tokens together
 * @param publishedUsdPerMtok what the source makes of it, at the cost of a hyperscaler; or null
 * @param source its key
 */
public record Measurement(
        Workload workload,
        String accelerator,
        SpeedCurve.Point point,
        @Nullable Double publishedUsdPerMtok,
        String source) {

    /**
     * What is served.
     *
     * @param model its id
     * @param precision of its weights
     * @param inputTokens of each prompt
     * @param outputTokens of each answer
     */
    public record Workload(String model, Precision precision, long inputTokens, long outputTokens) {
        /** For people: {@code deepseek-r1-0528 fp8 1024/1024}. */
        public String words() {
            return model + " " + precision.code() + " " + inputTokens + "/" + outputTokens;
        }
    }
}
