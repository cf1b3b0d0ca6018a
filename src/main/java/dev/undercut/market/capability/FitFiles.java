package dev.undercut.market.capability;

import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.CapabilityIndex.Entry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A fit as the CSV files that {@code market.data} reads: below {@code data/} those of the product,
 * elsewhere those of a refit.
 */
public final class FitFiles {
    private FitFiles() {}

    /** File name to content. */
    public static Map<String, String> of(CapabilityFit fit) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("capability.csv", index(fit.index()));
        files.put("capability-draws.csv", draws(fit.index()));
        files.put("capability-benchmarks.csv", benchmarks(fit));
        files.put("capability-fit.csv", statistics(fit));
        return files;
    }

    /** The draws of one place, two bytes a draw with the lower one first, in base 64. */
    public static short[] readDraws(String text) {
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
        short[] draws = new short[bytes.remaining() / Short.BYTES];
        bytes.asShortBuffer().get(draws);
        return draws;
    }

    private static String index(CapabilityIndex index) {
        StringBuilder out =
                new StringBuilder(
                        "model,effort,ci,se_own,se,families,evidence,status,basis,version\n");
        for (Entry entry : index.entries()) {
            line(
                    out,
                    entry.model(),
                    entry.effort().code(),
                    fixed(2, entry.index()),
                    fixed(2, entry.ownError()),
                    fixed(2, entry.standardError()),
                    entry.families(),
                    entry.evidence(),
                    entry.provisional() ? "provisional" : "rated",
                    entry.basis(),
                    index.version());
        }
        return out.toString();
    }

    private static String draws(CapabilityIndex index) {
        StringBuilder out = new StringBuilder("model,effort,draws\n");
        for (Entry entry : index.entries()) {
            line(out, entry.model(), entry.effort().code(), text(entry.scaleError().draws()));
        }
        return out.toString();
    }

    private static String text(short[] draws) {
        ByteBuffer bytes =
                ByteBuffer.allocate(draws.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(draws);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static String benchmarks(CapabilityFit fit) {
        StringBuilder out =
                new StringBuilder("benchmark,family,scale,rows,models,slope,difficulty,noise\n");
        for (BenchmarkFit found : fit.benchmarks()) {
            boolean linear = found.benchmark().linear();
            line(
                    out,
                    found.benchmark().slug(),
                    found.benchmark().family(),
                    linear ? "linear" : "share",
                    found.rows(),
                    found.models(),
                    fixed(2, found.slope()),
                    fixed(1, found.difficulty()),
                    fixed(linear ? 1 : 4, found.noise()));
        }
        return out.toString();
    }

    private static String statistics(CapabilityFit fit) {
        StringBuilder out = new StringBuilder("statistic,value,unit\n");
        line(out, "version", fit.index().version(), "");
        line(out, "scores", fit.rows(), "");
        line(out, "claims", fit.claims(), "");
        line(out, "places", fit.index().entries().size(), "");
        line(out, "benchmarks", fit.benchmarks().size(), "");
        line(out, "families", fit.families(), "");
        line(out, "claim_shift", fixed(3, fit.claimShift()), "logits");
        fit.effortOffsets()
                .forEach((effort, offset) ->
                        line(out, "offset_" + effort.code(), fixed(2, offset), "points"));
        return out.toString();
    }

    private static String fixed(int decimals, double value) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
    }

    private static void line(StringBuilder out, Object... cells) {
        for (int i = 0; i < cells.length; i++) {
            out.append(i == 0 ? "" : ",").append(cells[i]);
        }
        out.append('\n');
    }
}
