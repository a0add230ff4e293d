/**
 * What phones say besides positions, what is said to them, and who sees whom: pictures, steps, beacons, shares, commands,
 * the regions that zones are on phones, imports.
 */
export const phonesInFull = `
-- Null: the phone itself sent it. 'import': read from an archive; it is history and decides nothing about zones.
ALTER TABLE location ADD COLUMN origin TEXT;

-- Why the last encrypted message could not be read: 'no_key' or 'wrong_key'; 'clear' when a phone with a key sends in the clear.
ALTER TABLE device_activity ADD COLUMN last_decrypt_failure_at INTEGER;
ALTER TABLE device_activity ADD COLUMN last_decrypt_failure TEXT;
ALTER TABLE device_activity ADD COLUMN last_decrypted_at INTEGER;

-- Pictures lie as files below DATA_DIR/media, named by their SHA-256.
CREATE TABLE media (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  location_id INTEGER REFERENCES location(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('face','poi')),
  sha256 TEXT NOT NULL,
  mime TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  name TEXT,
  occurred_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX media_identity ON media (device_id, kind, occurred_at, sha256);
CREATE INDEX media_location ON media (location_id) WHERE location_id IS NOT NULL;
CREATE INDEX media_sha256 ON media (sha256);

CREATE TABLE step_count (
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  steps INTEGER,
  distance_meters REAL,
  floors_up INTEGER,
  floors_down INTEGER,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (device_id, from_at, to_at)
) WITHOUT ROWID;

-- A phone near a beacon says so each second; one row stands for a while of it.
CREATE TABLE beacon_sighting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  beacon TEXT NOT NULL,
  name TEXT,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  count INTEGER NOT NULL,
  rssi INTEGER,
  proximity INTEGER,
  distance_meters REAL
);
CREATE INDEX beacon_sighting_device ON beacon_sighting (device_id, beacon, last_at);

-- Who may see whose devices. Null device: all of the owner's, also those that are added later.
CREATE TABLE share (
  id TEXT PRIMARY KEY,
  owner_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  viewer_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  device_id INTEGER REFERENCES device(id) ON DELETE CASCADE,
  with_history INTEGER NOT NULL DEFAULT 0,
  until INTEGER,
  created_at INTEGER NOT NULL,
  CHECK (owner_id <> viewer_id)
);
CREATE UNIQUE INDEX share_once ON share (owner_id, viewer_id, coalesce(device_id, 0));
CREATE INDEX share_viewer ON share (viewer_id);

-- The two letters under which a viewer's phone knows a friend's device: phones tell friends apart by nothing else.
CREATE TABLE viewer_tid (
  viewer_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  tid TEXT NOT NULL COLLATE NOCASE,
  PRIMARY KEY (viewer_id, device_id),
  UNIQUE (viewer_id, tid)
) WITHOUT ROWID;

CREATE TABLE device_command (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  user_id INTEGER REFERENCES user(id) ON DELETE SET NULL,
  action TEXT NOT NULL,
  -- The whole message as the phone gets it; null once it holds a secret that was delivered.
  payload TEXT,
  state TEXT NOT NULL CHECK (state IN ('queued','sent','answered','expired')),
  channel TEXT,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  answered_at INTEGER,
  expires_at INTEGER NOT NULL,
  -- While it is on its way to the phone: until then nobody else sends it. What a crash left so is sent again afterwards.
  claimed_until INTEGER,
  answer TEXT
);
CREATE INDEX device_command_device ON device_command (device_id, id);
CREATE INDEX device_command_open ON device_command (device_id, state) WHERE state IN ('queued','sent');

-- A zone as the phone was told of it. The pair of device and created_at (a second, the phone's key) is never used again.
CREATE TABLE region_sync (
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  geofence_id TEXT NOT NULL,
  region_created_at INTEGER NOT NULL,
  region_id TEXT NOT NULL,
  name TEXT NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  radius_meters REAL NOT NULL,
  is_enclosing INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('pushed','confirmed','removing','removed')),
  -- A person put it there, or took it away, whatever follows by itself.
  is_chosen INTEGER NOT NULL DEFAULT 0,
  command_id INTEGER REFERENCES device_command(id) ON DELETE SET NULL,
  pushed_at INTEGER NOT NULL,
  confirmed_at INTEGER,
  PRIMARY KEY (device_id, geofence_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX region_sync_key ON region_sync (device_id, region_created_at);

-- How a phone is told things: whether its regions follow its owner's zones, and what is known of it from HTTP mode.
CREATE TABLE device_remote (
  device_id INTEGER PRIMARY KEY REFERENCES device(id) ON DELETE CASCADE,
  keeps_zones INTEGER NOT NULL DEFAULT 0,
  last_post_at INTEGER,
  user_agent TEXT
);

CREATE TABLE import_job (
  id TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  device_id INTEGER REFERENCES device(id) ON DELETE CASCADE,
  file_name TEXT NOT NULL,
  format TEXT,
  state TEXT NOT NULL CHECK (state IN ('uploading','queued','running','done','failed','cancelled')),
  -- What was wished: by the names in a store, made where they are missing; JSON.
  options TEXT NOT NULL DEFAULT '{}',
  bytes_total INTEGER NOT NULL,
  bytes_done INTEGER NOT NULL DEFAULT 0,
  -- Where it goes on after a stop, and what it has to report so far and in the end; JSON.
  progress TEXT,
  report TEXT,
  error TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  finished_at INTEGER
);
CREATE INDEX import_job_user ON import_job (user_id, created_at);

INSERT INTO revision VALUES ('share', 0), ('command', 0);
CREATE TRIGGER share_added AFTER INSERT ON share BEGIN UPDATE revision SET value = value + 1 WHERE name = 'share'; END;
CREATE TRIGGER share_changed AFTER UPDATE ON share BEGIN UPDATE revision SET value = value + 1 WHERE name = 'share'; END;
CREATE TRIGGER share_removed AFTER DELETE ON share BEGIN UPDATE revision SET value = value + 1 WHERE name = 'share'; END;
CREATE TRIGGER command_added AFTER INSERT ON device_command BEGIN UPDATE revision SET value = value + 1 WHERE name = 'command'; END;
`;
