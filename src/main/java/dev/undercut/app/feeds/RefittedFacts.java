package dev.undercut.app.feeds;

import dev.undercut.market.data.CapabilityFiles;
import dev.undercut.market.data.CapabilityFolders;
import dev.undercut.market.data.ImportedScores;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.market.intake.ScoreFact;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Loads the market with the capability index that was fitted to the imported scores. Which one that
 * is stands in the database, which a start opens meanwhile: so it is guessed first, then checked.
 */
public final class RefittedFacts {
    private final CapabilityFolders folders;
    private final Consumer<String> warn;

    /**
     * Makes one.
     *
     * @param warn is told in a line when imported scores cannot count
     */
    public RefittedFacts(Path dataDirectory, Consumer<String> warn) {
        this.folders = new CapabilityFolders(dataDirectory);
        this.warn = warn;
    }

    /**
     * The market with the index that most likely holds; for {@link #of} to check.
     *
     * @param shipped the market as it ships, which may still be on its way
     */
    public CompletableFuture<MarketFacts> guess(CompletableFuture<MarketFacts> shipped) {
        return folders.newest()
                .map(folder ->
                        CompletableFuture.supplyAsync(() -> MarketFacts.load(folder))
                                // of() says what is wrong with it, if it matters
                                .exceptionallyCompose(broken -> shipped))
                .orElse(shipped);
    }

    /**
     * The market with the index that belongs to those scores, or with the one that ships when that
     * was never fitted by this version of the product or is lost.
     *
     * @param loaded is given back when it has that index
     */
    public MarketFacts of(MarketFacts loaded, List<ScoreFact> imported) {
        String shipped = CapabilityFiles.version();
        ImportedScores scores = new ImportedScores(imported);
        String wanted = scores.version(shipped);
        if (loaded.indexVersion().equals(wanted)) {
            return loaded;
        }
        if (scores.size() > 0) {
            try {
                return MarketFacts.load(folders.place(wanted));
            } catch (RuntimeException e) {
                warn.accept(
                        "%d imported scores do not count yet: there is no index %s (%s)."
                                        .formatted(scores.size(), wanted, e.getMessage())
                                + " `undercut feed refit` fits it, and `undercut serve` does so by"
                                + " itself");
            }
        }
        return loaded.indexVersion().equals(shipped) ? loaded : MarketFacts.load();
    }
}
