/** What people decide about what they are told: pauses, unsubscribing, and events that were false alarms. */
export const notifications = `
-- Nothing is told of a zone (null: of anything at all) until then; null until: for good.
CREATE TABLE notification_pause (
  id TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  geofence_id TEXT REFERENCES geofence(id) ON DELETE CASCADE,
  until INTEGER,
  created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX notification_pause_once ON notification_pause (user_id, coalesce(geofence_id, ''));
CREATE INDEX notification_pause_zone ON notification_pause (geofence_id) WHERE geofence_id IS NOT NULL;

-- What people say of an event.
CREATE TABLE event_feedback (
  event_id INTEGER NOT NULL REFERENCES geofence_event(id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('false_alarm')),
  at INTEGER NOT NULL,
  PRIMARY KEY (event_id, user_id)
) WITHOUT ROWID;

-- Deliveries that a person let go out again, how often and when last.
ALTER TABLE delivery ADD COLUMN resends INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN resent_at INTEGER;
-- What waits is in delivery_due; what was sent or held back is so much that the rows themselves are as quick.
CREATE INDEX delivery_failed ON delivery (finished_at) WHERE state = 'failed';
CREATE INDEX delivery_user ON delivery (user_id);

-- The newest rejected messages of a device.
CREATE INDEX rejected_message_device ON rejected_message (device_id);
`;
