/**
 * What the engine needs to take decisions back and to take them on time: settings of zones, groups, checkpoints, what the
 * phone says of its own regions, events that are retracted, expectations. Tables whose checks change are made anew.
 */
export const rightEngine = `
CREATE TABLE geofence_new (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT,
  shape_type TEXT NOT NULL CHECK (shape_type IN ('circle','polygon','rectangle','group')),
  center_latitude REAL,
  center_longitude REAL,
  radius_meters REAL,
  geometry TEXT,
  owner_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  device_id INTEGER REFERENCES device(id) ON DELETE CASCADE,
  is_active INTEGER NOT NULL DEFAULT 1,
  color TEXT NOT NULL,
  notify_on_enter INTEGER NOT NULL DEFAULT 1,
  notify_on_exit INTEGER NOT NULL DEFAULT 1,
  notify_on_dwell INTEGER NOT NULL DEFAULT 1,
  email_notifications INTEGER NOT NULL DEFAULT 1,
  hysteresis_meters REAL NOT NULL DEFAULT 10,
  max_accuracy_meters REAL NOT NULL DEFAULT 1000,
  confirm_seconds REAL NOT NULL DEFAULT 0,
  grace_seconds REAL NOT NULL DEFAULT 0,
  dwell_seconds REAL,
  pass_through INTEGER NOT NULL DEFAULT 0,
  schedule TEXT,
  notify_enter_after_seconds REAL NOT NULL DEFAULT 0,
  notify_exit_min_stay_seconds REAL NOT NULL DEFAULT 0,
  late_policy TEXT NOT NULL DEFAULT 'silent' CHECK (late_policy IN ('silent','tell')),
  late_after_seconds REAL NOT NULL DEFAULT 900,
  version INTEGER NOT NULL DEFAULT 1,
  judged_after_location_id INTEGER NOT NULL DEFAULT 0,
  judged_since INTEGER NOT NULL DEFAULT 0,
  earlier_rules TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
INSERT INTO geofence_new (id, name, description, shape_type, center_latitude, center_longitude, radius_meters, geometry,
  owner_id, device_id, is_active, color, notify_on_enter, notify_on_exit, email_notifications, version,
  judged_after_location_id, judged_since, created_at, updated_at)
SELECT id, name, description, shape_type, center_latitude, center_longitude, radius_meters, geometry,
  owner_id, device_id, is_active, color, notify_on_enter, notify_on_exit, email_notifications, version,
  judged_after_location_id, created_at, created_at, updated_at FROM geofence;
DROP TABLE geofence;
ALTER TABLE geofence_new RENAME TO geofence;
CREATE INDEX geofence_owner ON geofence (owner_id);

CREATE TABLE geofence_group_member (
  group_id TEXT NOT NULL REFERENCES geofence(id) ON DELETE CASCADE,
  geofence_id TEXT NOT NULL REFERENCES geofence(id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, geofence_id)
) WITHOUT ROWID;
CREATE INDEX geofence_group_member_zone ON geofence_group_member (geofence_id);

CREATE TRIGGER geofence_added AFTER INSERT ON geofence BEGIN UPDATE revision SET value = value + 1 WHERE name = 'geofence'; END;
CREATE TRIGGER geofence_changed AFTER UPDATE ON geofence BEGIN UPDATE revision SET value = value + 1 WHERE name = 'geofence'; END;
CREATE TRIGGER geofence_removed AFTER DELETE ON geofence BEGIN UPDATE revision SET value = value + 1 WHERE name = 'geofence'; END;
CREATE TRIGGER geofence_group_joined AFTER INSERT ON geofence_group_member BEGIN UPDATE revision SET value = value + 1 WHERE name = 'geofence'; END;
CREATE TRIGGER geofence_group_left AFTER DELETE ON geofence_group_member BEGIN UPDATE revision SET value = value + 1 WHERE name = 'geofence'; END;

ALTER TABLE geofence_status ADD COLUMN fire_at INTEGER;
CREATE INDEX geofence_status_due ON geofence_status (fire_at) WHERE fire_at IS NOT NULL;

ALTER TABLE geofence_event ADD COLUMN decided_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE geofence_event ADD COLUMN retract_decided_at INTEGER;
ALTER TABLE geofence_event ADD COLUMN replaces_id INTEGER;
ALTER TABLE geofence_event ADD COLUMN origin TEXT NOT NULL DEFAULT 'live' CHECK (origin IN ('live','reconstructed'));
ALTER TABLE geofence_event ADD COLUMN is_pass_through INTEGER NOT NULL DEFAULT 0;
ALTER TABLE geofence_event ADD COLUMN witnesses TEXT NOT NULL DEFAULT '["geometry"]';
UPDATE geofence_event SET decided_at = occurred_at;
CREATE INDEX geofence_event_decided ON geofence_event (device_id, decided_at);

-- What happened to an event after it was added, so that those who follow the ledger see it.
CREATE TABLE geofence_event_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id INTEGER NOT NULL REFERENCES geofence_event(id) ON DELETE CASCADE,
  at INTEGER NOT NULL
);
CREATE INDEX geofence_event_change_event ON geofence_event_change (event_id);

-- The state of a device's fold after all its fixes up to a time. A late fix is folded in from the newest one before it.
CREATE TABLE device_checkpoint (
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  folded INTEGER NOT NULL,
  cursor INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (device_id, at)
) WITHOUT ROWID;

CREATE TABLE device_track_new (
  device_id INTEGER PRIMARY KEY REFERENCES device(id) ON DELETE CASCADE,
  head_location_id INTEGER NOT NULL,
  head_occurred_at INTEGER NOT NULL,
  -- Up to where timers have fired; a fix before it is late.
  settled_until INTEGER NOT NULL,
  folded INTEGER NOT NULL DEFAULT 0,
  -- Set while a long rewind is folded in several steps: the head before it.
  replay_until INTEGER,
  -- When a held fix is believed without a further one, by the server's clock.
  fire_at INTEGER,
  state TEXT NOT NULL
);
INSERT INTO device_track_new (device_id, head_location_id, head_occurred_at, settled_until, state)
  SELECT device_id, head_location_id, head_occurred_at, head_occurred_at, state FROM device_track;
DROP TABLE device_track;
ALTER TABLE device_track_new RENAME TO device_track;
CREATE INDEX device_track_fire ON device_track (fire_at) WHERE fire_at IS NOT NULL;
CREATE INDEX device_track_replay ON device_track (device_id) WHERE replay_until IS NOT NULL;

-- What phones said of their own regions, each once.
CREATE TABLE phone_transition (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  event TEXT NOT NULL CHECK (event IN ('enter','leave')),
  region TEXT NOT NULL,
  region_created_at INTEGER,
  region_id TEXT,
  trigger TEXT,
  latitude REAL,
  longitude REAL,
  accuracy REAL,
  occurred_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX phone_transition_identity ON phone_transition (device_id, occurred_at, region, event);
INSERT INTO engine_cursor VALUES ('phone_transition', 0);

CREATE TABLE expectation (
  id TEXT PRIMARY KEY,
  owner_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  geofence_id TEXT NOT NULL REFERENCES geofence(id) ON DELETE CASCADE,
  device_id INTEGER REFERENCES device(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('no_show','overstay','left_early','not_inside')),
  time_zone TEXT NOT NULL,
  days TEXT NOT NULL,
  start TEXT NOT NULL,
  end TEXT,
  is_active INTEGER NOT NULL DEFAULT 1,
  email_notifications INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX expectation_zone ON expectation (geofence_id);
CREATE INDEX expectation_owner ON expectation (owner_id);

CREATE TABLE expectation_alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  expectation_id TEXT NOT NULL REFERENCES expectation(id) ON DELETE CASCADE,
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  window_start INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  raised_at INTEGER NOT NULL,
  resolved_at INTEGER,
  resolve_reason TEXT,
  event_id INTEGER REFERENCES geofence_event(id) ON DELETE SET NULL,
  notification_status TEXT NOT NULL DEFAULT 'none',
  notification_reason TEXT,
  UNIQUE (expectation_id, device_id, window_start)
);
CREATE INDEX expectation_alert_time ON expectation_alert (due_at);

-- Up to which moment the deadlines of an expectation were looked at.
CREATE TABLE expectation_progress (
  expectation_id TEXT PRIMARY KEY REFERENCES expectation(id) ON DELETE CASCADE,
  checked_until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE delivery_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id INTEGER REFERENCES geofence_event(id) ON DELETE CASCADE,
  alert_id INTEGER REFERENCES expectation_alert(id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending','sending','sent','failed','suppressed')),
  reason TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  claimed_until INTEGER,
  created_at INTEGER NOT NULL,
  finished_at INTEGER,
  CHECK ((event_id IS NULL) <> (alert_id IS NULL)),
  UNIQUE (event_id, user_id, channel),
  UNIQUE (alert_id, user_id, channel)
);
INSERT INTO delivery_new (id, event_id, user_id, channel, state, reason, attempts, next_attempt_at, claimed_until, created_at, finished_at)
  SELECT id, event_id, user_id, channel, state, reason, attempts, next_attempt_at, claimed_until, created_at, finished_at FROM delivery;
DROP TABLE delivery;
ALTER TABLE delivery_new RENAME TO delivery;
CREATE INDEX delivery_due ON delivery (next_attempt_at) WHERE state IN ('pending','sending');
`;
