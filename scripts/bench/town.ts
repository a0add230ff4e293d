import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';
import type { Fix, Geofence, Position } from '@/lib/domain/model';

/** Uniform numbers 0 ≤ n < 1 from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface City {
  latitude: number;
  longitude: number;
  /** Standard deviation of where its zones and people are, in degrees. */
  spread: number;
}

const METERS_PER_DEGREE = 111_195;
const ZONES_PER_CITY = 2_000;
const OWNER = 1;
const START = 1_700_000_000_000;
const MINUTE_MS = 60_000;

/** A world of cities of different weight; zones and people gather in them. All belongs to one owner, the hardest case for the index. */
export class World {
  private readonly cities: City[];

  constructor(
    private readonly random: () => number,
    zones: number,
  ) {
    const count = Math.max(3, Math.ceil(zones / ZONES_PER_CITY));
    this.cities = Array.from({ length: count }, () => ({
      latitude: -45 + 105 * random(),
      longitude: -180 + 360 * random(),
      spread: 0.04 + 0.08 * random(),
    }));
  }

  /** Nine circles of 50–400 m in ten, the others polygons of that size with 4–12 corners. */
  zones(count: number): Geofence[] {
    return Array.from({ length: count }, (_, i) => {
      const [latitude, longitude] = this.somewhere();
      const radius = 50 + 350 * this.random() ** 2;
      return i % 10 === 9 ? this.polygon(i, latitude, longitude, radius) : zone(i, latitude, longitude, radius);
    });
  }

  /**
   * Devices that rest three quarters of the time and else move on by 20–300 m, in turns without order, each about once a minute.
   * @param count fixes in all
   */
  fixes(devices: number, count: number): Fix[] {
    const places = Array.from({ length: devices }, () => this.somewhere());
    return Array.from({ length: count }, (_, i) => {
      const device = Math.floor(this.random() * devices);
      const place = places[device] as [number, number];
      const meters = this.random() < 0.75 ? 5 * this.random() : 20 + 280 * this.random();
      const angle = 2 * Math.PI * this.random();
      place[0] += (meters * Math.cos(angle)) / METERS_PER_DEGREE;
      place[1] += (meters * Math.sin(angle)) / METERS_PER_DEGREE / Math.cos((place[0] * Math.PI) / 180);
      const at = START + Math.round((i * MINUTE_MS) / devices);
      const [latitude, longitude] = place;
      return {
        id: i + 1,
        device_id: device + 1,
        latitude,
        longitude,
        accuracy: 5 + 40 * this.random(),
        velocity: null,
        in_regions: null,
        occurred_at: at,
        received_at: at,
      };
    });
  }

  private somewhere(): [number, number] {
    // The square lets the first cities be the large ones.
    const city = this.cities[Math.floor(this.cities.length * this.random() ** 2)] as City;
    const radius = city.spread * Math.sqrt(-2 * Math.log(1 - this.random()));
    const angle = 2 * Math.PI * this.random();
    const latitude = city.latitude + radius * Math.cos(angle);
    return [latitude, city.longitude + (radius * Math.sin(angle)) / Math.cos((latitude * Math.PI) / 180)];
  }

  private polygon(i: number, latitude: number, longitude: number, radius: number): Geofence {
    const corners = 4 + Math.floor(9 * this.random());
    const ring = Array.from({ length: corners }, (_, corner): Position => {
      const angle = (2 * Math.PI * corner) / corners;
      const reach = (radius * (0.7 + 0.6 * this.random())) / METERS_PER_DEGREE;
      return [longitude + (reach * Math.cos(angle)) / Math.cos((latitude * Math.PI) / 180), latitude + reach * Math.sin(angle)];
    });
    const geometry = { type: 'Polygon' as const, coordinates: [[...ring, ring[0] as Position]] };
    return { ...zone(i, latitude, longitude, radius), shape_type: 'polygon', geometry };
  }
}

function zone(i: number, latitude: number, longitude: number, radius: number): Geofence {
  return {
    id: `zone-${i}`,
    name: `Zone ${i}`,
    description: null,
    shape_type: 'circle',
    center_latitude: latitude,
    center_longitude: longitude,
    radius_meters: radius,
    geometry: null,
    owner_id: OWNER,
    device_id: null,
    is_active: true,
    color: '#0ca678',
    ...DEFAULT_SETTINGS,
    email_notifications: false,
    version: 1,
    judged_after_location_id: 0,
    judged_since: 0,
    earlier_rules: null,
    created_at: 0,
    updated_at: 0,
  };
}
