/** Ways to tell people besides mail, what they choose, when they want it, and what is wrong with phones. */
export const channels = `
ALTER TABLE geofence ADD COLUMN cooldown_seconds INTEGER NOT NULL DEFAULT 300;
ALTER TABLE geofence ADD COLUMN is_important INTEGER NOT NULL DEFAULT 0;

CREATE TABLE notification_target (
  id TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('webhook','push')),
  preset TEXT NOT NULL,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  -- Sealed JSON: what signs, logs in or encrypts.
  secrets TEXT,
  is_active INTEGER NOT NULL DEFAULT 1,
  coalesces INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  paused_at INTEGER,
  pause_reason TEXT,
  last_sent_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX notification_target_user ON notification_target (user_id);
-- A browser belongs to one person.
CREATE UNIQUE INDEX notification_target_browser ON notification_target (json_extract(settings, '$.endpoint_hash')) WHERE kind = 'push';

CREATE TABLE notification_choice (
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  geofence_id TEXT REFERENCES geofence(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('enter','exit','dwell','alert','device')),
  ways TEXT NOT NULL
);
CREATE UNIQUE INDEX notification_choice_once ON notification_choice (user_id, coalesce(geofence_id, ''), kind);
CREATE INDEX notification_choice_zone ON notification_choice (geofence_id) WHERE geofence_id IS NOT NULL;

CREATE TABLE notification_preference (
  user_id INTEGER PRIMARY KEY REFERENCES user(id) ON DELETE CASCADE,
  digest TEXT NOT NULL CHECK (digest IN ('none','minutes','hourly','daily')),
  digest_minutes INTEGER NOT NULL,
  digest_at TEXT NOT NULL,
  quiet_from TEXT,
  quiet_until TEXT,
  max_per_day INTEGER,
  escalate_after_minutes INTEGER,
  escalation TEXT NOT NULL,
  updated_at INTEGER NOT NULL
);

CREATE TABLE notification_template (
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('enter','exit','dwell','alert','device')),
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, kind)
) WITHOUT ROWID;

CREATE TABLE zone_recipient (
  geofence_id TEXT NOT NULL REFERENCES geofence(id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (geofence_id, user_id)
) WITHOUT ROWID;
CREATE INDEX zone_recipient_user ON zone_recipient (user_id);

CREATE TABLE device_alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('silent','battery_low','permission','power_saving','wrong_topic','wrong_password')),
  occurred_at INTEGER NOT NULL,
  raised_at INTEGER NOT NULL,
  resolved_at INTEGER,
  detail TEXT NOT NULL,
  notification_status TEXT NOT NULL DEFAULT 'none',
  notification_reason TEXT
);
CREATE UNIQUE INDEX device_alert_open ON device_alert (device_id, kind) WHERE resolved_at IS NULL;
CREATE INDEX device_alert_time ON device_alert (device_id, raised_at);

CREATE TABLE delivery_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id INTEGER REFERENCES geofence_event(id) ON DELETE CASCADE,
  alert_id INTEGER REFERENCES expectation_alert(id) ON DELETE CASCADE,
  device_alert_id INTEGER REFERENCES device_alert(id) ON DELETE CASCADE,
  is_test INTEGER NOT NULL DEFAULT 0,
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  -- Without a reference: what went over a target that is gone stays in the list.
  target_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('pending','sending','sent','failed','suppressed')),
  reason TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  claimed_until INTEGER,
  created_at INTEGER NOT NULL,
  finished_at INTEGER,
  resends INTEGER NOT NULL DEFAULT 0,
  resent_at INTEGER,
  bundle_id INTEGER,
  opened_at INTEGER,
  CHECK ((event_id IS NOT NULL) + (alert_id IS NOT NULL) + (device_alert_id IS NOT NULL) + is_test = 1)
);
INSERT INTO delivery_new (id, event_id, alert_id, user_id, channel, state, reason, attempts, next_attempt_at, claimed_until,
    created_at, finished_at, resends, resent_at)
  SELECT id, event_id, alert_id, user_id, channel, state, reason, attempts, next_attempt_at, claimed_until,
    created_at, finished_at, resends, resent_at FROM delivery;
DROP TABLE delivery;
ALTER TABLE delivery_new RENAME TO delivery;
CREATE UNIQUE INDEX delivery_event ON delivery (event_id, user_id, channel, coalesce(target_id, '')) WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX delivery_alert ON delivery (alert_id, user_id, channel, coalesce(target_id, '')) WHERE alert_id IS NOT NULL;
CREATE UNIQUE INDEX delivery_device_alert ON delivery (device_alert_id, user_id, channel, coalesce(target_id, ''))
  WHERE device_alert_id IS NOT NULL;
CREATE INDEX delivery_due ON delivery (channel, next_attempt_at) WHERE state IN ('pending','sending');
-- What waits for one person on one way, and what went there today.
CREATE INDEX delivery_way ON delivery (channel, user_id, target_id, next_attempt_at) WHERE state IN ('pending','sending');
-- What was tried there and did not work: it decides when all that waits may go.
CREATE INDEX delivery_tried ON delivery (channel, user_id, target_id, id) WHERE state IN ('pending','sending') AND attempts > 0;
CREATE INDEX delivery_sent ON delivery (channel, user_id, target_id, finished_at) WHERE state = 'sent' AND channel <> 'inbox';
CREATE INDEX delivery_test ON delivery (created_at) WHERE is_test = 1;
CREATE INDEX delivery_failed ON delivery (finished_at) WHERE state = 'failed';
CREATE INDEX delivery_user ON delivery (user_id);
-- What went as one message.
CREATE INDEX delivery_bundle ON delivery (bundle_id) WHERE bundle_id IS NOT NULL;
-- The notification centre of a person in the order in which it was told, and what of it is new.
CREATE INDEX delivery_inbox ON delivery (user_id, finished_at, id) WHERE channel = 'inbox' AND state = 'sent';
CREATE INDEX delivery_unread ON delivery (user_id, finished_at) WHERE channel = 'inbox' AND state = 'sent' AND opened_at IS NULL;

-- Each kind has a cooldown of its own.
DROP TABLE notification_cooldown;
CREATE TABLE notification_cooldown (
  device_id INTEGER NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  geofence_id TEXT NOT NULL REFERENCES geofence(id) ON DELETE CASCADE,
  event_type TEXT NOT NULL,
  last_notified_at INTEGER NOT NULL,
  PRIMARY KEY (device_id, geofence_id, event_type)
) WITHOUT ROWID;

-- What a broker was given to retain, so that it can be taken back by a worker that did not give it.
CREATE TABLE mqtt_retained (
  broker TEXT NOT NULL,
  topic TEXT NOT NULL,
  PRIMARY KEY (broker, topic)
) WITHOUT ROWID;

-- A phone at rest says again and again where it was, with its battery of now: no fix, but all that is known of its battery.
ALTER TABLE device_activity ADD COLUMN last_ping_at INTEGER;
ALTER TABLE device_activity ADD COLUMN ping_battery INTEGER;
ALTER TABLE device_activity ADD COLUMN ping_battery_status INTEGER;

-- Without a row: told, at 15 per cent.
CREATE TABLE device_alert_setting (
  device_id INTEGER PRIMARY KEY REFERENCES device(id) ON DELETE CASCADE,
  is_enabled INTEGER NOT NULL,
  battery_percent INTEGER NOT NULL
);

-- How long a phone is usually silent; JSON.
CREATE TABLE device_rhythm (
  device_id INTEGER PRIMARY KEY REFERENCES device(id) ON DELETE CASCADE,
  rhythm TEXT NOT NULL
);

-- From when to when phones could be heard without a break: in a silence of the server none of theirs counts.
CREATE TABLE device_watch (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  first_at INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL
);
`;
