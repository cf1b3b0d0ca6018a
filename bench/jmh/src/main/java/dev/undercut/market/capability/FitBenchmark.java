package dev.undercut.market.capability;

import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.data.CapabilityFiles;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole capability index from the shipped scores, its 200 bootstrap replicates included, in a
 * fresh JVM: an import fits once. Target: below 30 s.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(2)
public class FitBenchmark {
    private static final int REPLICATES = 200;

    private Evidence evidence;

    @Setup
    public void read() {
        evidence = CapabilityFiles.evidence();
        if (evidence.method().whole("replicates") != REPLICATES) {
            throw new IllegalStateException("the method has other replicates than are said here");
        }
    }

    @Benchmark
    public CapabilityIndex fit() {
        return CapabilityFit.of(evidence).index();
    }
}
