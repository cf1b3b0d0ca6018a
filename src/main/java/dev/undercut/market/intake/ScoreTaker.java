package dev.undercut.market.intake;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Who makes something of imported scores, such as a capability index; asked before they count. */
public interface ScoreTaker {
    /** Why a joined score can be of no use, in words for people; nothing when it can. */
    Optional<String> refusal(ScoreFact score);

    /**
     * Told before a reading is written, so that what is made of the scores is there when they begin
     * to count.
     *
     * @param all the scores of all sources as they will be
     * @throws IOException when nothing can be made of them: the reading is not written then
     */
    void before(List<ScoreFact> all) throws IOException;
}
