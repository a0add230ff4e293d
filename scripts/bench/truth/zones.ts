import { type Shape, shapeOf } from '@/lib/domain/geo';
import { spherePoint } from '@/lib/domain/geo/sphere';
import { DEFAULT_RULE } from '@/lib/domain/geofence/rule';
import type { Geofence, Position } from '@/lib/domain/model';
import type { Dice } from './dice';
import { type Leg, type Place, placeIn, towards } from './world';

export interface TestZone {
  geofence: Geofence;
  shape: Shape;
}

/** A time on one side of a border; the first begins at −∞, outside. Seconds. */
export interface Period {
  inside: boolean;
  from: number;
  to: number;
}

const BLANK: Omit<Geofence, 'id'> = {
  name: '',
  description: null,
  shape_type: 'circle',
  center_latitude: null,
  center_longitude: null,
  radius_meters: null,
  geometry: null,
  owner_id: 1,
  device_id: null,
  is_active: true,
  color: '#0ca678',
  notify_on_enter: true,
  notify_on_exit: true,
  notify_on_dwell: false,
  email_notifications: false,
  ...DEFAULT_RULE,
  schedule: null,
  notify_enter_after_seconds: 0,
  notify_exit_min_stay_seconds: 0,
  late_policy: 'silent',
  cooldown_seconds: 300,
  is_important: false,
  late_after_seconds: 900,
  version: 1,
  judged_after_location_id: 0,
  judged_since: 0,
  earlier_rules: null,
  created_at: 0,
  updated_at: 0,
};

function testZone(name: string, shape: Partial<Geofence>): TestZone {
  const geofence = { ...BLANK, id: name, name, ...shape };
  return { geofence, shape: shapeOf(geofence) };
}

export function circle(name: string, center: Place, radius: number): TestZone {
  return testZone(name, { center_latitude: center.latitude, center_longitude: center.longitude, radius_meters: radius });
}

/** About as large as a circle of that radius, with a border that is not round. */
export function polygon(name: string, center: Place, radius: number, dice: Dice): TestZone {
  const corners = 5 + Math.floor(dice.between(0, 6));
  const turn = dice.angle();
  const ring = Array.from({ length: corners }, (_, i): Position => {
    const corner = towards(center, turn + (2 * Math.PI * i) / corners, radius * dice.between(0.95, 1.25));
    return [corner.longitude, corner.latitude];
  });
  return testZone(name, { shape_type: 'polygon', geometry: { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] } });
}

/** When the true path was on which side: looked at each second of movement. */
export function periodsOf(zone: TestZone, legs: readonly Leg[]): Period[] {
  const periods: Period[] = [{ inside: false, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];
  const point = spherePoint(0, 0);
  const look = (leg: Leg, at: number) => {
    const { latitude, longitude } = placeIn(leg, at);
    const inside = zone.shape.contains(spherePoint(latitude, longitude, point));
    const last = periods[periods.length - 1] as Period;
    if (inside === last.inside) return;
    last.to = at;
    periods.push({ inside, from: at, to: Number.POSITIVE_INFINITY });
  };
  for (const leg of legs) {
    if (leg.speed === 0) look(leg, leg.from);
    else for (let at = leg.from; at < leg.to; at++) look(leg, at);
  }
  return periods;
}
