package dev.undercut.market.intake;

import dev.undercut.market.Journal;
import java.time.Instant;
import java.util.List;

/** Scores that were imported here, beside those that the product ships. Append-only. */
public interface ScoreJournal {
    /** The scores that the newest reading of each source listed, in the order of first sight. */
    List<ScoreFact> scores();

    /** The scores that the newest reading of one source listed. */
    List<ScoreFact> scores(String source);

    /**
     * Writes one complete reading, all of it or nothing. Scores that stand here already are not
     * written again; those of the source that are not among {@code scores} count as gone.
     */
    void append(Journal.Snapshot snapshot, Instant at, List<ScoreFact> scores);
}
