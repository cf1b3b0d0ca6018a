package dev.undercut.app.feeds;

import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.capability.CapabilityFit;
import dev.undercut.market.capability.Evidence;
import dev.undercut.market.capability.FitFiles;
import dev.undercut.market.data.CapabilityFiles;
import dev.undercut.market.data.CapabilityFolders;
import dev.undercut.market.data.ImportedScores;
import dev.undercut.market.intake.ScoreFact;
import dev.undercut.market.intake.ScoreJournal;
import dev.undercut.market.intake.ScoreTaker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fits the capability index again when imported scores change it. */
public final class ScoreRefit {
    private final CapabilityFolders folders;
    private final Supplier<Evidence> shipped;
    private final InstantSource clock;
    private final int threads;

    /**
     * Makes one.
     *
     * @param shipped the evidence that imported scores are added to; asked once for each import
     * @param threads how many a fit may keep busy, at least 1
     */
    public ScoreRefit(
            Path dataDirectory, Supplier<Evidence> shipped, InstantSource clock, int threads) {
        this.folders = new CapabilityFolders(dataDirectory);
        this.shipped = shipped;
        this.clock = clock;
        this.threads = threads;
    }

    /**
     * Begins an import.
     *
     * @param journal knows the scores that count now
     * @param progress is told in a line what takes its time
     */
    Taking begin(ScoreJournal journal, Consumer<String> progress) {
        return new Taking(journal, shipped.get(), progress);
    }

    /** One import. */
    final class Taking implements ScoreTaker {
        private final ScoreJournal journal;
        private final Evidence evidence;
        private final Consumer<String> progress;
        private @Nullable IndexChange change;

        private Taking(ScoreJournal journal, Evidence evidence, Consumer<String> progress) {
            this.journal = journal;
            this.evidence = evidence;
            this.progress = progress;
        }

        @Override
        public Optional<String> refusal(ScoreFact score) {
            return ImportedScores.refusal(score, evidence);
        }

        @Override
        public void before(List<ScoreFact> all) throws IOException {
            ImportedScores before = new ImportedScores(journal.scores());
            ImportedScores after = new ImportedScores(all);
            if (isInForce(before, after)) {
                return;
            }
            CapabilityIndex old = index(version(before)).orElseGet(CapabilityFiles::index);
            Evidence whole = after.with(evidence);
            int scores = whole.scores().size();
            Optional<CapabilityIndex> known = index(version(after));
            CapabilityIndex now;
            if (known.isPresent()) {
                now = known.get();
                if (after.size() > 0) {
                    folders.use(now.version(), clock.instant());
                }
            } else {
                now = fit(whole, after);
            }
            folders.keepOnly(new HashSet<>(List.of(version(before), version(after))));
            change =
                    IndexChange.of(
                            known.isPresent() ? IndexChange.How.KNOWN : IndexChange.How.FITTED,
                            scores,
                            after.size(),
                            old,
                            now);
        }

        /** What {@link #before} did to the index; nothing when the same one holds. */
        Optional<IndexChange> done() {
            return Optional.ofNullable(change);
        }

        /** What it would do. */
        Optional<IndexChange> planned(List<ScoreFact> all) {
            ImportedScores after = new ImportedScores(all);
            return isInForce(new ImportedScores(journal.scores()), after)
                    ? Optional.empty()
                    : Optional.of(
                            new IndexChange(
                                    IndexChange.How.PLANNED,
                                    version(after),
                                    after.with(evidence).scores().size(),
                                    after.size(),
                                    List.of(),
                                    0));
        }

        private boolean isInForce(ImportedScores before, ImportedScores after) {
            return version(after).equals(version(before))
                    && (after.size() == 0 || folders.of(version(after)).isPresent());
        }

        private String version(ImportedScores scores) {
            return scores.version(evidence.method().version());
        }

        private CapabilityIndex fit(Evidence whole, ImportedScores after) throws IOException {
            progress.accept("fitting %,d scores ...".formatted(whole.scores().size()));
            CapabilityFit fit = onOwnThreads(whole);
            Map<String, String> files = new TreeMap<>(FitFiles.of(fit));
            files.put("scores.csv", after.csv());
            folders.write(fit.index().version(), files);
            return fit.index();
        }

        /** Parallel streams run where they are begun: here, and not on the pool of everybody. */
        private CapabilityFit onOwnThreads(Evidence whole) throws IOException {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                return CompletableFuture.supplyAsync(() -> CapabilityFit.of(whole), pool).join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof IllegalArgumentException wrong) {
                    throw new IOException("no index can be fitted: " + wrong.getMessage(), e);
                }
                throw e;
            }
        }

        private Optional<CapabilityIndex> index(String version) {
            return version.equals(evidence.method().version())
                    ? Optional.of(CapabilityFiles.index())
                    : folders.of(version).map(CapabilityFiles::index);
        }
    }
}
