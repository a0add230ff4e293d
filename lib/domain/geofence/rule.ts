import type { EarlierRule, Geofence, ZoneRule } from '@/lib/domain/model';

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

/** So many changes of settings are remembered; fixes of before are judged as the oldest of them says. */
const MAX_EARLIER_RULES = 50;

const sameRule = (a: ZoneRule, b: ZoneRule) => RULE_FIELDS.every((field) => a[field] === b[field]);
const ruleOf = (settings: ZoneRule) =>
  Object.fromEntries(RULE_FIELDS.map((field) => [field, settings[field]])) as unknown as ZoneRule;

/**
 * What a zone remembers of its former settings when they become `next`.
 * @param newestLocationId the newest fix known at the change; it and all before are judged by the former ones
 */
export function rememberRule(current: Geofence, next: ZoneRule, newestLocationId: number): EarlierRule[] | null {
  const earlier = current.earlier_rules ?? [];
  if (sameRule(current, next)) return current.earlier_rules;
  const last = earlier.at(-1);
  const judgedUntil = last?.until_location_id ?? current.judged_after_location_id;
  if (newestLocationId > judgedUntil) {
    return [...earlier, { until_location_id: newestLocationId, rule: ruleOf(current) }].slice(-MAX_EARLIER_RULES);
  }
  // No fix came since the last change: nothing was judged by the settings that go now.
  if (!last || !sameRule(last.rule, next)) return current.earlier_rules;
  return earlier.length === 1 ? null : earlier.slice(0, -1);
}
