-- Measured speed of offers, so that a restart does not forget it. One row per offer and measure,
-- replaced at intervals; evidence for routing, never part of the books.
CREATE TABLE speeds (
    offer      TEXT NOT NULL,                 -- provider/model
    measure    TEXT NOT NULL,                 -- first_token (ms), rate (output tokens a second)
    at_micros  INTEGER NOT NULL,              -- when the counts held
    counts     TEXT NOT NULL,                 -- JSON object: bucket to count
    PRIMARY KEY (offer, measure)
) STRICT, WITHOUT ROWID;
