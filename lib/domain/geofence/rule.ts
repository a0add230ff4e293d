import type { Geofence, ZoneRule } from '@/lib/domain/model';

/** The settings that decide what is an event, as they are for a new zone (docs/adr/0009). */
export const DEFAULT_RULE: ZoneRule = {
  hysteresis_meters: 10,
  max_accuracy_meters: 1000,
  confirm_seconds: 0,
  grace_seconds: 0,
  dwell_seconds: null,
  pass_through: false,
};

export const RULE_FIELDS = Object.keys(DEFAULT_RULE) as (keyof ZoneRule)[];

/**
 * The settings by which a fix is judged: those of the time when it was received. So a change of settings rewrites no
 * past event, whatever comes late after it.
 */
export function ruleFor(geofence: Geofence, locationId: number): ZoneRule {
  const earlier = geofence.earlier_rules;
  if (earlier === null) return geofence;
  return earlier.find(({ until_location_id }) => locationId <= until_location_id)?.rule ?? geofence;
}
