import type { LatLon } from '@/lib/domain/geo';
import { enclosingCircle } from '@/lib/domain/geo/enclosing-circle';
import { unwrapRing } from '@/lib/domain/geo/ring';
import type { Device, Geofence, GeofenceStatus, Location } from '../model';

/** A device as it is published. */
export type PublishedDevice = Pick<Device, 'id' | 'user_id' | 'name' | 'device'> & {
  handle: string;
  owner_name: string;
  /** Its newest fix that it sent by itself; null: none yet. */
  fix: PublishedFix | null;
  /** Percent, the newest that it told. */
  battery: number | null;
  statuses: PublishedStatus[];
};

export type PublishedFix = Pick<
  Location,
  'latitude' | 'longitude' | 'accuracy' | 'altitude' | 'velocity' | 'course' | 'occurred_at'
>;

export type PublishedStatus = Pick<GeofenceStatus, 'geofence_id' | 'is_inside' | 'since'>;

/** An active zone. */
export type PublishedZone = Pick<Geofence, 'id' | 'name' | 'owner_id' | 'device_id' | 'shape_type'> & {
  /** Of the circle, or of the one around it; Infinity for a group, which is never the nearest name of a place. */
  radius_meters: number;
};

export function publishedZone(zone: Geofence): PublishedZone {
  const { id, name, owner_id, device_id, shape_type } = zone;
  return { id, name, owner_id, device_id, shape_type, radius_meters: radiusOf(zone) };
}

function radiusOf({ shape_type, radius_meters, geometry }: Geofence): number {
  if (shape_type === 'group') return Number.POSITIVE_INFINITY;
  if (radius_meters !== null && shape_type === 'circle') return radius_meters;
  const ring = geometry?.coordinates[0];
  return ring ? enclosingCircle(cornersOf(ring)).radius_meters : Number.POSITIVE_INFINITY;
}

function cornersOf(ring: NonNullable<Geofence['geometry']>['coordinates'][number]): LatLon[] {
  const { latitudes, longitudes } = unwrapRing(ring);
  return Array.from(latitudes, (latitude, i) => ({ latitude, longitude: longitudes[i] as number }));
}

/** So many zones of a device are announced; with more, Home Assistant would be of no use to anybody. */
const MOST_ZONES = 50;

type Watched = Pick<PublishedDevice, 'id' | 'user_id'>;

const watches = ({ owner_id, device_id }: PublishedZone, device: Watched): boolean =>
  owner_id === device.user_id && (device_id === null || device_id === device.id);

/** The zones of an installation, by what is asked of them for each device again and again. */
export class PublishedZones {
  private readonly byId: Map<string, PublishedZone>;
  private readonly announced = new Map<number, PublishedZone[]>();

  /** @param zones in the order in which they are announced */
  constructor(private readonly zones: readonly PublishedZone[]) {
    this.byId = new Map(zones.map((zone) => [zone.id, zone]));
  }

  /** The first of those that watch a device. */
  of(device: Watched): readonly PublishedZone[] {
    let own = this.announced.get(device.id);
    if (!own) {
      own = this.zones.filter((zone) => watches(zone, device)).slice(0, MOST_ZONES);
      this.announced.set(device.id, own);
    }
    return own;
  }

  /** Null: it is not active, or does not watch this device. */
  find(device: Watched, id: string): PublishedZone | null {
    const zone = this.byId.get(id);
    return zone && watches(zone, device) ? zone : null;
  }
}
