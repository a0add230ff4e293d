const ZONE =
  'SELECT geofence.name FROM region_sync JOIN geofence ON geofence.id = geofence_id WHERE region_sync.device_id = t.device_id';

/**
 * Columns of `phone_transition AS t`. A region that is a zone of ours on that phone bears the zone's name of today, told by the
 * region's keys, whatever the phone calls it, or whether it says its name at all: so its word counts for the zone.
 */
export const TRANSITION_COLUMNS = `t.id, t.device_id, t.event, coalesce(
    (${ZONE} AND region_sync.region_created_at = t.region_created_at / 1000),
    (${ZONE} AND region_sync.region_id = t.region_id AND t.region_created_at IS NULL),
    t.region
  ) AS region, t.region_created_at, t.region_id, t.trigger, t.latitude, t.longitude, t.accuracy, t.occurred_at, t.received_at`;
