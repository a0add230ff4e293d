/** The tables of docs/design: users, devices, fixes, zones, the event ledger, deliveries, and what runs them. */
export const foundation = `
CREATE TABLE user (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  name TEXT NOT NULL,
  handle TEXT NOT NULL COLLATE NOCASE UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('admin','user')),
  password_hash TEXT NOT NULL,
  session_version INTEGER NOT NULL DEFAULT 1,
  language TEXT NOT NULL DEFAULT 'en',
  time_zone TEXT NOT NULL DEFAULT 'UTC',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);

CREATE TABLE device (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  device TEXT NOT NULL COLLATE NOCASE,
  color TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  provision_secret TEXT,
  encryption_key TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (user_id, device)
);

CREATE TABLE device_activity (
  device_id INTEGER PRIMARY KEY REFERENCES device(id) ON DELETE CASCADE,
  last_seen_at INTEGER,
  last_connect_at INTEGER,
  last_disconnect_at INTEGER,
  last_auth_failure_at INTEGER,
  last_denied_at INTEGER,
  last_denied_topic TEXT
);

CREATE TABLE location (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  accuracy REAL,
  altitude REAL,
  vertical_accuracy REAL,
  velocity REAL,
  course REAL,
  battery INTEGER,
  battery_status INTEGER,
  trigger TEXT,
  monitoring_mode INTEGER,
  connection TEXT,
  ssid TEXT,
  bssid TEXT,
  pressure REAL,
  tid TEXT,
  in_regions TEXT,
  tag TEXT,
  poi TEXT,
  occurred_at INTEGER NOT NULL,
  created_at INTEGER,
  received_at INTEGER NOT NULL,
  extra TEXT
);
-- One index serves the identity of a fix and the history of a device; a second one would double the cost of an insert.
CREATE UNIQUE INDEX location_identity ON location (device_id, occurred_at, latitude, longitude);

CREATE TABLE geofence (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT,
  shape_type TEXT NOT NULL CHECK (shape_type IN ('circle','polygon','rectangle')),
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
  email_notifications INTEGER NOT NULL DEFAULT 1,
  version INTEGER NOT NULL DEFAULT 1,
  judged_after_location_id INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX geofence_owner ON geofence (owner_id);

CREATE TABLE geofence_status (
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  geofence_id TEXT NOT NULL REFERENCES geofence(id) ON DELETE CASCADE,
  is_inside INTEGER NOT NULL,
  since INTEGER,
  last_enter_time INTEGER,
  last_exit_time INTEGER,
  last_location_id INTEGER,
  geofence_version INTEGER NOT NULL,
  state TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (device_id, geofence_id)
) WITHOUT ROWID;
CREATE INDEX geofence_status_zone ON geofence_status (geofence_id);

-- The fold's state per device: the head of the fold in time order, and the track filter's state.
CREATE TABLE device_track (
  device_id INTEGER PRIMARY KEY REFERENCES device(id) ON DELETE CASCADE,
  head_location_id INTEGER NOT NULL,
  head_occurred_at INTEGER NOT NULL,
  state TEXT NOT NULL
);

-- How far a follower of the location table has come. Ids grow in the order of commit.
CREATE TABLE engine_cursor (
  name TEXT PRIMARY KEY,
  location_id INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO engine_cursor VALUES ('geofence', 0);

CREATE TABLE geofence_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  geofence_id TEXT NOT NULL REFERENCES geofence(id) ON DELETE CASCADE,
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  location_id INTEGER,
  event_type TEXT NOT NULL CHECK (event_type IN ('enter','exit','dwell')),
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  accuracy REAL,
  distance_from_center REAL NOT NULL,
  confidence REAL NOT NULL,
  stay_seconds REAL,
  occurred_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  retracted_at INTEGER,
  retract_reason TEXT,
  notification_status TEXT NOT NULL DEFAULT 'none',
  notification_reason TEXT
);
CREATE INDEX geofence_event_time ON geofence_event (occurred_at);
CREATE INDEX geofence_event_zone ON geofence_event (geofence_id, occurred_at);
CREATE INDEX geofence_event_device ON geofence_event (device_id, occurred_at);

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id INTEGER NOT NULL REFERENCES geofence_event(id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending','sending','sent','failed','suppressed')),
  reason TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  claimed_until INTEGER,
  created_at INTEGER NOT NULL,
  finished_at INTEGER,
  UNIQUE (event_id, user_id, channel)
);
CREATE INDEX delivery_due ON delivery (next_attempt_at) WHERE state IN ('pending','sending');

CREATE TABLE delivery_attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id INTEGER NOT NULL REFERENCES delivery(id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('sent','transient','permanent')),
  response TEXT
);
CREATE INDEX delivery_attempt_delivery ON delivery_attempt (delivery_id);

-- When a zone and device last had a mail, so that the cooldown is one look-up.
CREATE TABLE notification_cooldown (
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  geofence_id TEXT NOT NULL REFERENCES geofence(id) ON DELETE CASCADE,
  last_notified_at INTEGER NOT NULL,
  PRIMARY KEY (device_id, geofence_id)
) WITHOUT ROWID;

CREATE TABLE device_report (
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (device_id, kind, key)
) WITHOUT ROWID;

CREATE TABLE rejected_message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  received_at INTEGER NOT NULL,
  topic TEXT NOT NULL,
  device_id INTEGER REFERENCES device(id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  excerpt TEXT
);

CREATE TABLE api_token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
);

CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor_user_id INTEGER,
  action TEXT NOT NULL,
  subject_type TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  detail TEXT
);

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE process_state (
  name TEXT PRIMARY KEY,
  pid INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  beat_at INTEGER NOT NULL,
  restarts INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL
) WITHOUT ROWID;

-- Counters that tell another process that its copy of a table is stale.
CREATE TABLE revision (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO revision VALUES ('geofence', 0), ('device', 0);
CREATE TRIGGER geofence_added AFTER INSERT ON geofence BEGIN UPDATE revision SET value = value + 1 WHERE name = 'geofence'; END;
CREATE TRIGGER geofence_changed AFTER UPDATE ON geofence BEGIN UPDATE revision SET value = value + 1 WHERE name = 'geofence'; END;
CREATE TRIGGER geofence_removed AFTER DELETE ON geofence BEGIN UPDATE revision SET value = value + 1 WHERE name = 'geofence'; END;
CREATE TRIGGER device_added AFTER INSERT ON device BEGIN UPDATE revision SET value = value + 1 WHERE name = 'device'; END;
CREATE TRIGGER device_changed AFTER UPDATE ON device BEGIN UPDATE revision SET value = value + 1 WHERE name = 'device'; END;
CREATE TRIGGER device_removed AFTER DELETE ON device BEGIN UPDATE revision SET value = value + 1 WHERE name = 'device'; END;
CREATE TRIGGER user_changed AFTER UPDATE OF handle, role ON user BEGIN UPDATE revision SET value = value + 1 WHERE name = 'device'; END;
`;
