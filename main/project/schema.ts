/** The tables of a project file, as steps from one schema version to the next. A step that was released never changes. */
import type { Database } from './database.ts'

export interface Migration {
  /** Schema version after this step. */
  to: number
  up(database: Database): void
}

const VERSION_1 = `
CREATE TABLE property (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE setting (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- A label keeps its colour for ever, also while no sample has it.
CREATE TABLE label (name TEXT PRIMARY KEY, color INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID;

-- state: 'present', 'recording' (being appended to) or 'removed' (kept while undo can bring it back).
CREATE TABLE sample (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL,
  name TEXT NOT NULL,
  label TEXT,
  split TEXT NOT NULL,
  session TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  rate_hz REAL NOT NULL,
  axes TEXT NOT NULL,
  readings INTEGER NOT NULL,
  gaps TEXT NOT NULL,
  health TEXT NOT NULL,
  source TEXT NOT NULL,
  metadata TEXT NOT NULL,
  added_at TEXT NOT NULL,
  content_hash TEXT NOT NULL
) STRICT;
CREATE INDEX sample_hidden ON sample (state) WHERE state <> 'present';
CREATE INDEX sample_content ON sample (content_hash);

-- readings: float32, little-endian, interleaved rows. Parts let a long recording be read piece by piece.
CREATE TABLE part (
  sample_id INTEGER NOT NULL REFERENCES sample (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  first_reading INTEGER NOT NULL,
  readings BLOB NOT NULL,
  PRIMARY KEY (sample_id, number)
) STRICT;

-- undone = 1: taken back, waits for redo.
CREATE TABLE journal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  undone INTEGER NOT NULL,
  change TEXT NOT NULL
) STRICT;

CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, created_at TEXT NOT NULL, json TEXT NOT NULL) STRICT;
CREATE TABLE run_blob (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (run_id, kind)
) STRICT;

-- Results that can be made again. used: grows with every use; the smallest goes first.
CREATE TABLE cache (
  kind TEXT NOT NULL,
  hash TEXT NOT NULL,
  used INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (kind, hash)
) STRICT;
`

/** Pictures: `{"width":32,"height":32}`; NULL for a signal. Impulses: a list with the active one, instead of one alone. */
const VERSION_2 = `
ALTER TABLE sample ADD COLUMN image TEXT;
INSERT INTO property
  SELECT 'impulses', json_object('active', 1, 'list', json_array(
    json_object('id', 1, 'name', 'Impulse 1', 'deleted', json('false'), 'impulse', json(value))))
  FROM property WHERE key = 'impulse';
DELETE FROM property WHERE key = 'impulse';
`

/** Times of streams that do not come evenly: float64 pairs of a reading and its ms since the first, little-endian. */
const VERSION_3 = `
CREATE TABLE moment (
  sample_id INTEGER NOT NULL REFERENCES sample (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  times BLOB NOT NULL,
  PRIMARY KEY (sample_id, number)
) STRICT;
`

export const MIGRATIONS: readonly Migration[] = [
  { to: 1, up: (database) => database.exec(VERSION_1) },
  { to: 2, up: (database) => database.exec(VERSION_2) },
  { to: 3, up: (database) => database.exec(VERSION_3) },
]

/** Brings the tables to the newest version in one transaction. */
export function migrate(database: Database, fromVersion: number, migrations: readonly Migration[]): void {
  database.transaction(() => {
    for (const migration of migrations) {
      if (migration.to <= fromVersion) continue
      migration.up(database)
      database.exec(`PRAGMA user_version = ${migration.to}`)
    }
  })
}
