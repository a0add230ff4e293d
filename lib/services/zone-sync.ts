import { randomBytes } from 'node:crypto';
import { MAX_RADIUS_METERS, MIN_RADIUS_METERS } from '@/lib/domain/geofence/zone-input';
import type { Geofence, RegionSync, User } from '@/lib/domain/model';
import { commandMessage } from '@/lib/domain/owntracks/commands';
import type { ReportedRegion } from '@/lib/domain/owntracks/phone-regions';
import type { Platform } from '@/lib/domain/owntracks/platform';
import {
  chooseZones,
  mostRegions,
  planSync,
  type SyncPlan,
  type SyncSituation,
  type SyncWish,
} from '@/lib/domain/owntracks/sync-plan';
import { type RegionOnPhone, regionsOnPhoneOnly, type ZoneOnPhone, zoneOnPhone } from '@/lib/domain/owntracks/sync-view';
import { freeKeys, regionOfZone } from '@/lib/domain/owntracks/zone-regions';
import type { RegionSyncStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import type { CommandService } from './commands';
import type { DeviceService } from './devices';
import { notFound, ServiceError } from './errors';
import type { ZoneService } from './zones';

/** Zones and regions of one phone, side by side. */
export interface PhoneSync {
  keeps_zones: boolean;
  platform: Platform | null;
  /** Regions that the phone can watch, its own included. */
  most_regions: number;
  /** When the phone last sent the list of its regions. */
  listed_at: number | null;
  zones: ZoneOnPhone[];
  regions: RegionOnPhone[];
}

export interface ZoneSyncDependencies {
  store: RegionSyncStore;
  devices: Pick<DeviceService, 'get'>;
  zones: Pick<ZoneService, 'create' | 'update'>;
  commands: Pick<CommandService, 'queue'>;
  audit: AuditService;
  clock: Clock;
}

const newId = () => randomBytes(3).toString('hex');

/** Tells a phone what its situation asks for. @returns null when there is no such device */
export function bringIntoStep(
  store: RegionSyncStore,
  device_id: number,
  now: number,
  { user_id = null, wish = {} }: { user_id?: number | null; wish?: SyncWish } = {},
): SyncPlan | null {
  return store.change(device_id, now, user_id, (situation) => planSync(situation, wish, now, newId));
}

const wrong = (field: string, message: string) => new ServiceError('VALIDATION_ERROR', message, { [field]: message });
const clamped = (radius: number) => Math.min(MAX_RADIUS_METERS, Math.max(MIN_RADIUS_METERS, radius));

/** A zone drawn on the web is a region on its owner's phones, and the other way round. Owners for their devices, admins for all. */
export class ZoneSync {
  constructor(private readonly the: ZoneSyncDependencies) {}

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async view(actor: User, device_id: number): Promise<PhoneSync> {
    await this.the.devices.get(actor, device_id);
    const it = this.situation(device_id);
    const left = new Set(chooseZones(it).left_out);
    const rowOf = new Map(it.rows.map((row) => [row.geofence_id, row]));
    const shown = it.zones.filter((zone) => zone.is_active || isOnPhone(rowOf.get(zone.id)));
    return {
      keeps_zones: it.keeps_zones,
      platform: it.platform,
      most_regions: mostRegions(it.platform),
      listed_at: it.phone.listed_at,
      zones: shown.map((zone) => zoneOnPhone(zone, rowOf.get(zone.id) ?? null, it.phone, left.has(zone))),
      regions: regionsOnPhoneOnly(it.zones, it.rows, it.phone),
    };
  }

  /** Whether the phone's regions follow its owner's zones from now on. Turned off, those that it has stay. */
  async follow(actor: User, device_id: number, keeps: boolean): Promise<PhoneSync> {
    await this.the.devices.get(actor, device_id);
    this.the.store.setKeepsZones(device_id, keeps);
    return this.done(actor, device_id, { follow: keeps });
  }

  /** Puts a zone on the phone, or puts it there again as it is here. @throws ServiceError NOT_FOUND for a zone that does not watch it */
  async push(actor: User, device_id: number, geofence_id: string): Promise<PhoneSync> {
    const zone = await this.zoneFor(actor, device_id, geofence_id);
    if (!zone.is_active) throw wrong('geofence_id', 'the zone is switched off; only active zones are put on phones');
    return this.done(actor, device_id, { push: geofence_id }, { push: [zone.id] });
  }

  async remove(actor: User, device_id: number, geofence_id: string): Promise<PhoneSync> {
    const zone = await this.zoneFor(actor, device_id, geofence_id);
    return this.done(actor, device_id, { remove: geofence_id }, { remove: [zone.id] });
  }

  /** Asks the phone for the list of its regions. */
  async refresh(actor: User, device_id: number): Promise<PhoneSync> {
    await this.the.devices.get(actor, device_id);
    await this.the.commands.queue(device_id, actor.id, commandMessage.simple('waypoints'));
    return this.done(actor, device_id, { refresh: true });
  }

  /**
   * Makes a zone of a region of the phone's own, for all devices of its owner.
   * @param key as the phone's region is called
   * @throws ServiceError NOT_FOUND, LIMIT_REACHED, VALIDATION_ERROR for what can be no zone
   */
  async import(actor: User, device_id: number, key: string): Promise<PhoneSync> {
    const device = await this.the.devices.get(actor, device_id);
    const it = this.situation(device_id);
    const region = regionsOnPhoneOnly(it.zones, it.rows, it.phone).find((one) => one.key === key);
    if (!region) throw notFound(`region ${JSON.stringify(key)}`);
    const { latitude, longitude, radius_meters, kind } = region;
    if (kind !== 'circle' || latitude === null || longitude === null || radius_meters === null) {
      throw wrong('key', 'the region is a beacon or moves with the phone; only circles can be zones');
    }
    const zone = await this.the.zones.create(actor, {
      ...{ name: region.name, shape_type: 'circle', owner_id: device.user_id },
      ...{ center_latitude: latitude, center_longitude: longitude, radius_meters: clamped(radius_meters) },
    });
    this.link(device_id, zone, region);
    return this.done(actor, device_id, { import: zone.id });
  }

  /** The zone becomes as the phone's region is; a region that the phone no longer has stays away from it. */
  async keepPhone(actor: User, device_id: number, geofence_id: string): Promise<PhoneSync> {
    const zone = await this.zoneFor(actor, device_id, geofence_id);
    const { state, drift, reported, row } = this.stateOf(device_id, zone);
    if (state !== 'drift' || !row) throw wrong('geofence_id', 'zone and phone do not differ');
    if (drift.includes('still_there')) return this.push(actor, device_id, geofence_id);
    if (!reported) return this.remove(actor, device_id, geofence_id);
    const isOtherPlace = drift.includes('moved') || drift.includes('resized');
    if (isOtherPlace && zone.shape_type !== 'circle') {
      throw wrong('geofence_id', `the zone is a ${zone.shape_type}; a circle from the phone can't take its place`);
    }
    const place = { center_latitude: reported.latitude, center_longitude: reported.longitude };
    const area = isOtherPlace ? { ...place, radius_meters: clamped(reported.radius_meters ?? 0) } : {};
    const name = drift.includes('renamed') && reported.name !== '' ? { name: reported.name } : {};
    const changed = await this.the.zones.update(actor, zone.id, { ...area, ...name });
    this.link(device_id, changed, reported, row);
    return this.done(actor, device_id, { keep_phone: geofence_id });
  }

  /** The phone's region becomes as the zone is; one that was to go is told to go again. */
  async keepZone(actor: User, device_id: number, geofence_id: string): Promise<PhoneSync> {
    const zone = await this.zoneFor(actor, device_id, geofence_id);
    const { drift } = this.stateOf(device_id, zone);
    if (drift.includes('still_there')) return this.remove(actor, device_id, geofence_id);
    return this.push(actor, device_id, geofence_id);
  }

  /** The zone is the phone's region from now on, as the phone has it. */
  private link(device_id: number, zone: Geofence, region: ReportedRegion, row?: RegionSync): void {
    if (region.region_created_at === null && region.region_id === null) return;
    const now = this.the.clock();
    this.the.store.change(device_id, now, null, (it) => {
      const known = row ?? it.rows.find(({ geofence_id }) => geofence_id === zone.id);
      const told = regionOfZone(zone);
      const linked: RegionSync = {
        ...{ device_id, geofence_id: zone.id, ...told },
        region_created_at: known?.region_created_at ?? region.region_created_at ?? this.freeKey(it, now),
        region_id: known?.region_id ?? region.region_id ?? newId(),
        ...{ state: 'confirmed', is_chosen: true, command_id: null, pushed_at: now, confirmed_at: region.reported_at },
      };
      return { rows: [linked], messages: [], told: [], withdraw: [] };
    });
  }

  private freeKey({ taken_keys }: SyncSituation, now: number): number {
    return freeKeys(new Set(taken_keys), Math.floor(now / 1000), 1)[0] as number;
  }

  private async done(actor: User, device_id: number, detail: Record<string, unknown>, wish?: SyncWish): Promise<PhoneSync> {
    bringIntoStep(this.the.store, device_id, this.the.clock(), { user_id: actor.id, wish });
    await this.the.audit.record(actor, 'sync', 'device', device_id, detail);
    return this.view(actor, device_id);
  }

  private async zoneFor(actor: User, device_id: number, geofence_id: string): Promise<Geofence> {
    await this.the.devices.get(actor, device_id);
    const zone = this.situation(device_id).zones.find(({ id }) => id === geofence_id);
    if (!zone) throw notFound(`zone ${geofence_id} of this device`);
    return zone;
  }

  private stateOf(device_id: number, zone: Geofence): ZoneOnPhone {
    const { rows, phone } = this.situation(device_id);
    return zoneOnPhone(zone, rows.find(({ geofence_id }) => geofence_id === zone.id) ?? null, phone, false);
  }

  private situation(device_id: number): SyncSituation {
    const it = this.the.store.situation(device_id);
    if (!it) throw notFound(`device ${device_id}`);
    return it;
  }
}

const isOnPhone = (row: RegionSync | undefined) => row !== undefined && row.state !== 'removed';
