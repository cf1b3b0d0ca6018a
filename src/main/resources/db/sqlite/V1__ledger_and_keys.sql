-- The books. One row for every admitted request, written once, never changed.
-- Columns that sums need stand first: SQLite reads a row from its start.
CREATE TABLE entries (
    seq                 INTEGER PRIMARY KEY,  -- order of commit; gapless, because no row ever goes
    at_micros           INTEGER NOT NULL,     -- admission, microseconds since 1970 UTC
    cost_picos          INTEGER,              -- pico-dollars (1 USD = 10^12); NULL is not known
    baseline_picos      INTEGER,
    millis              INTEGER NOT NULL,
    first_token_millis  INTEGER,
    status              INTEGER NOT NULL,
    stream              INTEGER NOT NULL,     -- 0 or 1
    input               INTEGER,              -- the six disjoint token counts, all or none NULL
    cache_read          INTEGER,
    cache_write         INTEGER,
    cache_write_hour    INTEGER,
    output              INTEGER,
    reasoning           INTEGER,
    request_id          TEXT NOT NULL UNIQUE,
    key_id              TEXT,
    dialect             TEXT NOT NULL,
    requested_model     TEXT NOT NULL,
    provider            TEXT,
    model               TEXT,
    upstream_model      TEXT,
    outcome             TEXT NOT NULL,
    error_code          TEXT,
    stop_reason         TEXT,
    usage_basis         TEXT NOT NULL,
    raw_usage           TEXT,                 -- the provider's own JSON
    cost_note           TEXT,
    price_id            TEXT,
    baseline_model      TEXT,
    attempts            TEXT,                 -- JSON array; each try is [provider, model, status,
                                              -- code, millis], or only its millis where it went
                                              -- well at the provider and model of this row
    task                TEXT,
    session             TEXT
) STRICT;

CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- Requests under way that may be spending money. A row goes when its entry is written.
CREATE TABLE openings (
    request_id       TEXT NOT NULL PRIMARY KEY,
    owner            TEXT NOT NULL,           -- the process: a file in owners/ that it holds locked
    at_micros        INTEGER NOT NULL,
    key_id           TEXT,
    requested_model  TEXT NOT NULL,
    provider         TEXT NOT NULL,
    model            TEXT NOT NULL,
    stream           INTEGER NOT NULL,
    worst_picos      INTEGER
) STRICT, WITHOUT ROWID;

-- Who may call. Holds no key, only its HMAC-SHA-256 under the secret beside this file.
CREATE TABLE api_keys (
    id              TEXT NOT NULL PRIMARY KEY,
    name            TEXT NOT NULL,
    mac             TEXT NOT NULL UNIQUE,     -- 64 hex digits
    hint            TEXT NOT NULL,
    created_micros  INTEGER NOT NULL,
    revoked_micros  INTEGER                   -- NULL while it works
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX api_keys_working_name ON api_keys (name) WHERE revoked_micros IS NULL;
