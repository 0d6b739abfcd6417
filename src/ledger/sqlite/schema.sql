PRAGMA user_version = 4;

CREATE TABLE blockers (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  task_id TEXT NOT NULL REFERENCES tasks (id),
  run_id TEXT REFERENCES runs (id),
  seen TEXT NOT NULL,
  tried TEXT NOT NULL,
  question TEXT NOT NULL,
  options TEXT NOT NULL,
  raised_by TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  answer TEXT,
  answered_by TEXT,
  answered_at INTEGER, about TEXT NOT NULL DEFAULT '[]', default_option TEXT, deadline INTEGER, note TEXT, until INTEGER,
  CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;

CREATE TABLE conclusions (
  seq INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE REFERENCES runs (id),
  task_id TEXT NOT NULL REFERENCES tasks (id),
  conclusion TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  task_id TEXT REFERENCES tasks (id),
  run_id TEXT REFERENCES runs (id),
  data TEXT NOT NULL
) STRICT;

CREATE TABLE "evidence" (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  run_id TEXT REFERENCES runs (id),
  check_name TEXT NOT NULL,
  command TEXT NOT NULL,
  argv TEXT NOT NULL,
  expect TEXT NOT NULL CHECK (expect IN ('red-to-green', 'must-pass', 'kills-mutants')),
  purpose TEXT NOT NULL CHECK (purpose IN ('tree', 'base', 'old-tests', 'transplant')),
  tree TEXT NOT NULL,
  gate TEXT NOT NULL,
  environment TEXT NOT NULL,
  isolation TEXT NOT NULL CHECK (isolation IN ('bubblewrap', 'none')),
  green INTEGER NOT NULL CHECK (green IN (0, 1)),
  finding TEXT NOT NULL,
  exit_code INTEGER,
  signal TEXT,
  timed_out INTEGER NOT NULL CHECK (timed_out IN (0, 1)),
  duration_ms INTEGER NOT NULL,
  tests TEXT,
  mutants TEXT,
  excerpt TEXT NOT NULL,
  file TEXT NOT NULL,
  at INTEGER NOT NULL,
  CHECK ((green = 1) = (finding = ''))
) STRICT;

CREATE TABLE landings (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  night_id TEXT NOT NULL REFERENCES nights (id),
  -- No run is queued twice, so none can land twice.
  run_id TEXT UNIQUE REFERENCES runs (id),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'intended', 'landed', 'dropped')),
  candidate TEXT NOT NULL,
  from_commit TEXT,
  to_commit TEXT,
  tree TEXT,
  gate TEXT,
  detail TEXT,
  queued_at INTEGER NOT NULL,
  landed_at INTEGER,
  CHECK ((state IN ('intended', 'landed')) = (to_commit IS NOT NULL)),
  CHECK ((state = 'landed') = (landed_at IS NOT NULL))
) STRICT;

CREATE TABLE leaders (
  epoch INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT;

CREATE TABLE needs (
  task_id TEXT NOT NULL REFERENCES tasks (id),
  needs_id TEXT NOT NULL REFERENCES tasks (id),
  PRIMARY KEY (task_id, needs_id),
  CHECK (task_id <> needs_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE nights (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'abandoned')),
  branch TEXT NOT NULL,
  base TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  CHECK ((state = 'open') = (closed_at IS NULL))
) STRICT;

CREATE TABLE notes (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  task_id TEXT NOT NULL REFERENCES tasks (id),
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  task_id TEXT NOT NULL REFERENCES tasks (id),
  night_id TEXT NOT NULL REFERENCES nights (id),
  token INTEGER NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('preparing', 'working', 'checking', 'queued', 'landed', 'concluded', 'ended')),
  number INTEGER NOT NULL,
  agent TEXT NOT NULL,
  isolation TEXT NOT NULL CHECK (isolation IN ('bubblewrap', 'none')),
  base TEXT NOT NULL,
  candidate TEXT,
  host TEXT,
  end_reason TEXT,
  end_detail TEXT,
  claimed_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  UNIQUE (task_id, number),
  UNIQUE (task_id, token),
  CHECK ((state = 'ended') = (end_reason IS NOT NULL)),
  CHECK ((state IN ('landed', 'concluded', 'ended')) = (ended_at IS NOT NULL))
) STRICT;

CREATE TABLE task_counts (
  state TEXT PRIMARY KEY,
  count INTEGER NOT NULL CHECK (count >= 0)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE task_search USING fts5 (key, title, goal, notes, tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE tasks (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  goal TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('change', 'verify', 'explore', 'operate')),
  priority TEXT NOT NULL CHECK (priority IN ('P0', 'P1', 'P2', 'P3')),
  domain TEXT,
  scope TEXT NOT NULL,
  checks TEXT NOT NULL,
  agent TEXT,
  limits TEXT NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('todo', 'doing', 'review', 'blocked', 'done', 'cancelled')),
  resolution TEXT CHECK (resolution IN ('landed', 'concluded', 'already-green', 'closed')),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  losses INTEGER NOT NULL CHECK (losses >= 0),
  -- Fencing token of the newest claim.
  token INTEGER NOT NULL,
  filed_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, allow TEXT NOT NULL DEFAULT '[]', at TEXT, artefact TEXT, operation TEXT,
  CHECK ((state = 'done') = (resolution IS NOT NULL))
) STRICT;

CREATE INDEX blockers_by_deadline ON blockers (deadline) WHERE answer IS NULL AND deadline IS NOT NULL;

CREATE INDEX blockers_by_task ON blockers (task_id, seq);

CREATE UNIQUE INDEX blockers_one_open ON blockers (task_id) WHERE answer IS NULL;

CREATE INDEX conclusions_by_task ON conclusions (task_id, seq);

CREATE INDEX events_by_run ON events (run_id, seq);

CREATE INDEX events_by_task ON events (task_id, seq);

CREATE INDEX events_of_lanes ON events (subject_id, seq) WHERE kind = 'lane.judged';

CREATE INDEX evidence_by_key ON evidence (tree, gate, environment, check_name, seq);

CREATE INDEX evidence_by_run ON evidence (run_id, seq);

CREATE INDEX landings_by_night ON landings (night_id, seq);

CREATE UNIQUE INDEX landings_one_intended ON landings (night_id) WHERE state = 'intended';

CREATE UNIQUE INDEX nights_one_open ON nights (state) WHERE state = 'open';

CREATE INDEX notes_by_task ON notes (task_id, seq);

CREATE INDEX runs_by_night ON runs (night_id, seq);

CREATE UNIQUE INDEX runs_one_live ON runs (task_id)
  WHERE state IN ('preparing', 'working', 'checking', 'queued');

CREATE INDEX tasks_by_priority ON tasks (priority, seq);

CREATE INDEX tasks_by_state ON tasks (state, priority, seq);

CREATE TRIGGER counts_add_task AFTER INSERT ON tasks BEGIN
  INSERT INTO task_counts VALUES (new.state, 1) ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER counts_follow_task AFTER UPDATE OF state ON tasks WHEN old.state <> new.state BEGIN
  UPDATE task_counts SET count = count - 1 WHERE state = old.state;
  INSERT INTO task_counts VALUES (new.state, 1) ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events only append'); END;

CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events only append'); END;

CREATE TRIGGER evidence_remains BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence only appends'); END;

CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence only appends'); END;

CREATE TRIGGER notes_remain BEFORE DELETE ON notes BEGIN SELECT RAISE(ABORT, 'notes only append'); END;

CREATE TRIGGER notes_stay BEFORE UPDATE ON notes BEGIN SELECT RAISE(ABORT, 'notes only append'); END;

CREATE TRIGGER search_adds_note AFTER INSERT ON notes BEGIN
  UPDATE task_search SET notes = notes || char(10) || new.text
  WHERE rowid = (SELECT seq FROM tasks WHERE id = new.task_id);
END;

CREATE TRIGGER search_adds_task AFTER INSERT ON tasks BEGIN
  INSERT INTO task_search (rowid, key, title, goal, notes) VALUES (new.seq, new.key, new.title, new.goal, '');
END;

CREATE TRIGGER search_follows_task AFTER UPDATE OF title, goal ON tasks BEGIN
  UPDATE task_search SET title = new.title, goal = new.goal WHERE rowid = new.seq;
END;
