package dev.undercut.economics.serving;

import dev.undercut.economics.Check;
import dev.undercut.economics.ImpossibleInputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tokens per second of a model on hardware where nobody measured them, from two limits: reading
 * weights and context from memory, and computing. A prompt is bound by computing; an answer mostly
 * by bandwidth; the number of users by memory.
 *
 * <pre>
 * prefill  = G * FLOPS * mfu / (2 * N_active + attention)
 * step     = max((weights read(B) + B * L * kv bytes) / (G * BW * eta), 2 * N_active * B / (G * FLOPS * mfu))
 *            + overhead
 * decode   = B / step;  speed of one user = 1 / step
 * most B   = floor((0.9 * G * memory - N * bytes) / (L * kv bytes))
 * </pre>
 *
 * <p>Source: the usual roofline argument (Williams, Waterman and Patterson, 2009) for transformers;
 * compare E. Erdil, "Inference economics of language models" (2025), which also models the network
 * and the best way to spread a model. This one is optimistic: see {@link #NOT_MODELLED}.
 *
 * @param model what is served
 * @param accelerator on what
 * @param count accelerators of one replica
 * @param weights how finely weights are kept, and at which precision is computed
 * @param cache how finely the context is kept
 * @param efficiency how much of the peaks is reached
 */
public record Roofline(
        ModelShape model,
        Accelerator accelerator,
        int count,
        Precision weights,
        Precision cache,
        Efficiency efficiency) {

    /** What must be said beside every figure of it. */
    public static final List<String> NOT_MODELLED =
            List.of(
                    "network between accelerators (wide expert parallelism)",
                    "speculative decoding and multi-token prediction",
                    "prompts and answers on separate machines");

    private static final double USABLE_MEMORY = 0.9;
    private static final long MOST_SEQUENCES = 1 << 20;

    public Roofline {
        Check.atLeast("accelerators", count, 1);
        double room = count * accelerator.memoryBytes() * USABLE_MEMORY;
        double need = model.parameters() * weights.bytes();
        if (need >= room) {
            long least = (long) (need / (accelerator.memoryBytes() * USABLE_MEMORY)) + 1;
            throw new ImpossibleInputException(
                    "accelerators",
                    String.format(
                            Locale.ROOT,
                            "%.1f GB of weights do not fit into %d x %.0f GB, of which %.0f %% are"
                                    + " usable",
                            need / 1e9,
                            count,
                            accelerator.memoryBytes() / 1e9,
                            USABLE_MEMORY * 100),
                    least + " or more");
        }
    }

    /** What decides how long a step takes. */
    public enum Bound {
        /** Reading weights and context. */
        BANDWIDTH,
        /** Arithmetic. */
        COMPUTE;

        /** In JSON: {@code bandwidth}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One step of decoding, which gives every sequence of a batch one token.
     *
     * @param batch sequences
     * @param bandwidthSeconds to read what it needs
     * @param computeSeconds to compute it
     * @param seconds the longer one and the overhead
     */
    public record Step(
            double batch, double bandwidthSeconds, double computeSeconds, double seconds) {
        /** Which of the two is longer. */
        public Bound bound() {
            return bandwidthSeconds >= computeSeconds ? Bound.BANDWIDTH : Bound.COMPUTE;
        }

        /** Of one user. */
        public double tokensPerSecondPerUser() {
            return 1 / seconds;
        }

        /** Of the replica. */
        public Throughput<Tokens.Output> replica() {
            return new Throughput<>(batch / seconds);
        }
    }

    /** Prompt tokens a second of the replica, for prompts of so many tokens. */
    public Throughput<Tokens.Input> prefill(double promptTokens) {
        Check.notNegative("input-tokens", promptTokens);
        double flopsPerToken =
                2 * model.activeParameters() + model.attentionFlopsPerToken(promptTokens);
        return new Throughput<>(peak() * efficiency.mfu() / flopsPerToken);
    }

    /**
     * The share of the peak operations that a measured rate of prompt tokens takes, attention left
     * out: {@code 2 * N_active * rate / peak}.
     *
     * @param perAccelerator prompt tokens a second that were really computed, not taken from a
     *     cache
     */
    public static double prefillMfu(
            double activeParameters, Throughput<Tokens.Input> perAccelerator, double peakFlops) {
        return 2 * activeParameters * perAccelerator.tokensPerSecond() / peakFlops;
    }

    private double peak() {
        return count * accelerator.flops(weights);
    }

    /** Sequences of so many tokens that fit into memory beside the weights. */
    public long mostSequences(double context) {
        double perSequence = Check.notNegative("context", context) * cacheBytesPerToken();
        double room =
                count * accelerator.memoryBytes() * USABLE_MEMORY
                        - model.parameters() * weights.bytes();
        return perSequence == 0
                ? MOST_SEQUENCES
                : (long) Math.min(MOST_SEQUENCES, Math.floor(room / perSequence));
    }

    /** Bytes that one token of context takes. */
    public double cacheBytesPerToken() {
        return model.cache().bytesPerToken(cache);
    }

    /**
     * One step for {@code batch} sequences that have {@code context} tokens each on average.
     *
     * @throws ImpossibleInputException when they do not fit into memory
     */
    public Step step(long batch, double context) {
        Check.atLeast("batch", batch, 1);
        long most = mostSequences(context);
        if (batch > most) {
            throw new ImpossibleInputException(
                    "batch",
                    "memory holds " + most + " sequences of " + (long) context + " tokens",
                    most < 1 ? "fewer tokens of context, or more accelerators" : "1 to " + most);
        }
        double bytes =
                model.parametersRead((double) batch) * weights.bytes()
                        + batch * context * cacheBytesPerToken();
        double bandwidth = bytes / (count * accelerator.bytesPerSecond() * efficiency.bandwidth());
        double compute = 2 * model.activeParameters() * batch / (peak() * efficiency.mfu());
        return new Step(
                (double) batch,
                bandwidth,
                compute,
                Math.max(bandwidth, compute) + efficiency.overheadSeconds());
    }

    /**
     * The largest batch that still gives every user that speed.
     *
     * @return empty when even one user alone is slower, or does not fit
     */
    public Optional<Step> fastEnough(double tokensPerSecondPerUser, double context) {
        Check.positive("speed", tokensPerSecondPerUser);
        double longest = 1 / tokensPerSecondPerUser;
        long most = mostSequences(context);
        if (most < 1 || step(1, context).seconds() > longest) {
            return Optional.empty();
        }
        long low = 1;
        long high = most;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (step(middle, context).seconds() <= longest) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Optional.of(step(low, context));
    }

    /**
     * Input and output tokens a second of one accelerator that reads and answers in turns, at a
     * speed: the time of a request is that of its prompt and its part of the answering batch.
     *
     * @param inputTokens of each request
     * @param outputTokens of each request; half of them stand in the context on average
     * @return empty when even one user alone is slower
     */
    public Optional<Throughput<Tokens.Total>> inTurns(
            double tokensPerSecondPerUser, double inputTokens, double outputTokens) {
        return fastEnough(tokensPerSecondPerUser, inputTokens + outputTokens / 2)
                .map(step -> {
                    double seconds =
                            inputTokens / prefill(inputTokens).tokensPerSecond()
                                    + outputTokens / step.replica().tokensPerSecond();
                    return Throughput.each((inputTokens + outputTokens) / seconds, count);
                });
    }
}
