-- A run of test-time compute has a row in the books, and each of its calls has one. Dollars are
-- summed where calls IS NULL (plain requests and calls), requests where parent IS NULL.
ALTER TABLE entries ADD COLUMN parent TEXT;       -- the run that a call belongs to
ALTER TABLE entries ADD COLUMN calls INTEGER;     -- of a run: how many calls it made
CREATE INDEX entries_parent ON entries (parent, seq) WHERE parent IS NOT NULL;

ALTER TABLE openings ADD COLUMN parent TEXT;
ALTER TABLE openings ADD COLUMN calls INTEGER;    -- of a run: not NULL

-- Runs and their logs. While a run is open its log holds what models wrote, because that is what
-- it goes on from after a restart; once it has ended only numbers stay.
CREATE TABLE runs (
    id              TEXT NOT NULL PRIMARY KEY,    -- its row in the books
    started_micros  INTEGER NOT NULL,
    head            TEXT NOT NULL,                -- JSON: who asked for what
    question        TEXT,                         -- JSON, while it is open
    tree            TEXT                          -- JSON, once it has ended
) STRICT, WITHOUT ROWID;

CREATE TABLE run_events (
    run    TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    seq    INTEGER NOT NULL,
    event  TEXT NOT NULL,                         -- JSON
    PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;
