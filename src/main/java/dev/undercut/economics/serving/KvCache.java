package dev.undercut.economics.serving;

import dev.undercut.economics.Check;

/** What a model keeps of every token of its context. */
public sealed interface KvCache {
    /** Bytes for one token of one sequence. */
    double bytesPerToken(Precision precision);

    /**
     * Keys and values of grouped heads (GQA; MHA when every head has its own): {@code 2 * layers *
     * kv_heads * head_dim * bytes}.
     */
    record Grouped(int layers, int kvHeads, int headDim) implements KvCache {
        public Grouped {
            Check.atLeast("layers", layers, 1);
            Check.atLeast("kv-heads", kvHeads, 1);
            Check.atLeast("head-dim", headDim, 1);
        }

        @Override
        public double bytesPerToken(Precision precision) {
            return 2.0 * layers * kvHeads * headDim * precision.bytes();
        }
    }

    /**
     * One compressed vector for all heads and its position part (MLA of DeepSeek): {@code layers *
     * (kv_lora_rank + rope_dim) * bytes}.
     */
    record Latent(int layers, int rank, int ropeDim) implements KvCache {
        public Latent {
            Check.atLeast("layers", layers, 1);
            Check.atLeast("kv-rank", rank, 1);
            Check.atLeast("rope-dim", ropeDim, 0);
        }

        @Override
        public double bytesPerToken(Precision precision) {
            return (double) layers * (rank + ropeDim) * precision.bytes();
        }
    }
}
