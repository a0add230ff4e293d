import { BoxIndex } from '@/lib/domain/geo/box-index';
import { CircleShape } from '@/lib/domain/geo/shape';
import type { SpherePoint } from '@/lib/domain/geo/sphere';
import type { Geofence } from '@/lib/domain/model';
import { PassThroughZones } from './pass-through-zones';
import { prepareZone, type Zone } from './zone';
import { ZoneNames } from './zone-names';

/**
 * One row of eight numbers, a cache line, for each box of the index, so that most are refused without touching an object:
 * centre (3) and squared chord of a circle, owner, device (0: all).
 */
const STRIDE = 8;
const CHORD = 3;
const OWNER = 4;
const DEVICE = 5;
/** In place of a chord: not a circle, ask the shape. */
const NO_CIRCLE = -1;

/** All active zones as of one revision, immutable; found by place and by id. */
export class ZoneSet {
  /** Zones that can't be judged, with the reason. */
  readonly unusable: readonly string[];
  /** By the names of phones' own regions. */
  readonly names: ZoneNames;
  /** Those that want to know of a device that passes through between two fixes. */
  readonly passThrough: PassThroughZones;
  private readonly byId = new Map<string, Zone>();
  private readonly index: BoxIndex;
  /** The zone of each box of the index. */
  private readonly zones: Zone[];
  private readonly rows: Float64Array;
  // The question being asked; members, so that asking allocates nothing.
  private readonly visit = (box: number): false => this.check(box);
  private point: SpherePoint = { latitude: 0, longitude: 0, x: 0, y: 0, z: 0 };
  private ownerId = 0;
  private deviceId = 0;
  private found: Zone[] = [];

  /** @param membersOf the ids of the zones of each group; those of zones that are not among `geofences` are passed over */
  constructor(geofences: readonly Geofence[], membersOf: ReadonlyMap<string, readonly string[]> = new Map()) {
    const unusable: string[] = [];
    const byId = membersOf.size === 0 ? null : new Map(geofences.map((geofence) => [geofence.id, geofence]));
    for (const geofence of geofences) {
      const members = byId === null ? [] : (membersOf.get(geofence.id) ?? []).flatMap((id) => byId.get(id) ?? []);
      // A group whose zones are all switched off is nowhere; that is no fault of it.
      if (geofence.shape_type === 'group' && members.length === 0) continue;
      try {
        this.byId.set(geofence.id, prepareZone(geofence, members));
      } catch (error) {
        unusable.push((error as Error).message);
      }
    }
    this.unusable = unusable;
    const usable = [...this.byId.values()];
    this.names = new ZoneNames(usable);
    this.passThrough = new PassThroughZones(usable);
    this.index = new BoxIndex(usable.map((zone) => zone.shape.bounds));
    this.zones = this.index.items.map((item) => usable[item] as Zone);
    this.rows = new Float64Array(this.zones.length * STRIDE);
    this.zones.forEach((zone, box) => {
      this.fillRow(zone, box * STRIDE);
    });
  }

  get size(): number {
    return this.byId.size;
  }

  find(id: string): Zone | undefined {
    return this.byId.get(id);
  }

  /** Puts into `found` the zones that watch this device and contain the point. */
  containing(device: { id: number; owner_id: number }, point: SpherePoint, found: Zone[]): void {
    this.point = point;
    this.ownerId = device.owner_id;
    this.deviceId = device.id;
    this.found = found;
    found.length = 0;
    this.index.at(point.latitude, point.longitude, this.visit);
  }

  private check(box: number): false {
    const rows = this.rows;
    const row = box * STRIDE;
    const { point } = this;
    const chord = rows[row + CHORD] as number;
    if (chord !== NO_CIRCLE) {
      const dx = point.x - (rows[row] as number);
      const dy = point.y - (rows[row + 1] as number);
      const dz = point.z - (rows[row + 2] as number);
      if (dx * dx + dy * dy + dz * dz > chord) return false;
    }
    const device = rows[row + DEVICE] as number;
    if (device === 0 ? rows[row + OWNER] !== this.ownerId : device !== this.deviceId) return false;
    const zone = this.zones[box] as Zone;
    if (chord !== NO_CIRCLE || zone.shape.contains(point)) this.found.push(zone);
    return false;
  }

  private fillRow({ geofence, shape }: Zone, row: number): void {
    const isCircle = shape instanceof CircleShape;
    if (isCircle) this.rows.set([shape.center.x, shape.center.y, shape.center.z], row);
    this.rows[row + CHORD] = isCircle ? shape.chord : NO_CIRCLE;
    this.rows[row + OWNER] = geofence.owner_id;
    this.rows[row + DEVICE] = geofence.device_id ?? 0;
  }
}
