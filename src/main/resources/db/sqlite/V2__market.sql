-- What was imported into the market. Append-only: a correction is a new row.

-- Complete readings of a source, in order.
CREATE TABLE readings (
    seq        INTEGER PRIMARY KEY,
    source     TEXT NOT NULL,
    day        TEXT NOT NULL,             -- ISO, UTC
    at_micros  INTEGER NOT NULL,
    scores     INTEGER NOT NULL           -- 1 for a reading of scores, 0 for one of prices
) STRICT;

-- One price fact each. Prices are pico-dollars per token; NULL bills as the plain kind.
CREATE TABLE price_facts (
    seq               INTEGER PRIMARY KEY,
    reading           INTEGER NOT NULL REFERENCES readings,
    source            TEXT NOT NULL,
    provider          TEXT NOT NULL,
    model             TEXT NOT NULL,
    upstream_id       TEXT NOT NULL,
    tier              TEXT NOT NULL,
    valid_from        TEXT NOT NULL,
    valid_to          TEXT,
    known_on          TEXT NOT NULL,
    input             INTEGER NOT NULL,
    cached_input      INTEGER,
    cache_write       INTEGER,
    cache_write_hour  INTEGER,
    output            INTEGER NOT NULL,
    reasoning         INTEGER,
    per_request       INTEGER NOT NULL,   -- pico-dollars
    original          TEXT,               -- JSON: the price in the currency it is stated in
    context           INTEGER,
    max_output        INTEGER,
    confidence        TEXT NOT NULL,
    notes             TEXT NOT NULL,      -- JSON array
    sources           TEXT NOT NULL       -- JSON array
) STRICT;

-- A fact is listed by its source from its own reading on; each row here turns that over.
CREATE TABLE price_listings (
    seq      INTEGER PRIMARY KEY,
    reading  INTEGER NOT NULL REFERENCES readings,
    fact     INTEGER NOT NULL REFERENCES price_facts,
    listed   INTEGER NOT NULL,            -- 0 or 1
    day      TEXT NOT NULL                -- the last day it was listed, or the day it came back
) STRICT;

-- Prices that do not look right. What becomes of one stands in verdicts.
CREATE TABLE held_prices (
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    source       TEXT NOT NULL,
    day          TEXT NOT NULL,
    provider     TEXT NOT NULL,
    model        TEXT NOT NULL,
    upstream_id  TEXT NOT NULL,
    tier         TEXT NOT NULL,
    stated       TEXT NOT NULL,
    reasons      TEXT NOT NULL,           -- JSON array
    fact         TEXT                     -- JSON: what accepting makes of it; NULL: nothing
) STRICT;

CREATE TABLE verdicts (
    id        TEXT NOT NULL PRIMARY KEY REFERENCES held_prices (id),
    accepted  INTEGER NOT NULL,           -- 1 accepted, 0 rejected
    day       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE score_facts (
    seq        INTEGER PRIMARY KEY,
    reading    INTEGER NOT NULL REFERENCES readings,
    feed       TEXT NOT NULL,             -- the source that was read
    model      TEXT NOT NULL,
    effort     TEXT NOT NULL,
    benchmark  TEXT NOT NULL,
    score      TEXT NOT NULL,             -- plain decimal
    unit       TEXT NOT NULL,
    date       TEXT,
    kind       TEXT NOT NULL,
    source     TEXT NOT NULL              -- the source that it cites
) STRICT;

CREATE TABLE score_listings (
    seq      INTEGER PRIMARY KEY,
    reading  INTEGER NOT NULL REFERENCES readings,
    fact     INTEGER NOT NULL REFERENCES score_facts,
    listed   INTEGER NOT NULL
) STRICT;

CREATE INDEX price_facts_by_source ON price_facts (source);
CREATE INDEX price_listings_by_fact ON price_listings (fact);
CREATE INDEX score_listings_by_fact ON score_listings (fact);

CREATE TRIGGER readings_never_change BEFORE UPDATE ON readings
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER readings_never_go BEFORE DELETE ON readings
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER price_facts_never_change BEFORE UPDATE ON price_facts
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER price_facts_never_go BEFORE DELETE ON price_facts
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER price_listings_never_change BEFORE UPDATE ON price_listings
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER price_listings_never_go BEFORE DELETE ON price_listings
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER held_prices_never_change BEFORE UPDATE ON held_prices
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER held_prices_never_go BEFORE DELETE ON held_prices
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER verdicts_never_change BEFORE UPDATE ON verdicts
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER verdicts_never_go BEFORE DELETE ON verdicts
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER score_facts_never_change BEFORE UPDATE ON score_facts
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER score_facts_never_go BEFORE DELETE ON score_facts
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER score_listings_never_change BEFORE UPDATE ON score_listings
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;

CREATE TRIGGER score_listings_never_go BEFORE DELETE ON score_listings
BEGIN
    SELECT RAISE(ABORT, 'the market journal is append-only');
END;
