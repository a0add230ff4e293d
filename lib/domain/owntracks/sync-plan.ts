import { distance, type LatLon } from '@/lib/domain/geo';
import type { Geofence, RegionSync } from '@/lib/domain/model';
import { type CommandMessage, commandMessage, type PhoneWaypoint } from './commands';
import { type PhoneRegions, type ReportedRegion, reportedAs } from './phone-regions';
import type { Platform } from './platform';
import { regionKey } from './region';
import { differences, type SyncRow, standing } from './sync-view';
import { freeKeys, regionOfZone, removalOfRegion, waypointOfRegion, type ZoneRegion } from './zone-regions';

/** Regions that the systems watch for one app; beyond them none is watched, and the phone does not say so. */
const MOST_REGIONS: Record<Platform, number> = { ios: 20, android: 100 };

export const mostRegions = (platform: Platform | null): number => MOST_REGIONS[platform ?? 'ios'];

/** All that decides what a phone is to be told of zones. */
export interface SyncSituation {
  device_id: number;
  platform: Platform | null;
  /** The phone's regions follow its owner's zones. */
  keeps_zones: boolean;
  /** The zones that watch this device, the inactive ones included; no groups. */
  zones: readonly Geofence[];
  rows: readonly SyncRow[];
  phone: PhoneRegions;
  /** Where the phone is. */
  place: LatLon | null;
  /** Keys that the device has used: they are never used again. */
  taken_keys: readonly number[];
}

/** What a person wants of single zones; all others are as the situation says. */
export interface SyncWish {
  push?: readonly string[];
  remove?: readonly string[];
}

export interface SyncPlan {
  /** Rows that are new or other than before. */
  rows: RegionSync[];
  /** In this order. The last one is answered by what shows whether the others were obeyed. */
  messages: CommandMessage[];
  /** Of `rows`, those that the messages tell the phone of. */
  told: string[];
  /** Commands that still wait and that the messages make needless. */
  withdraw: number[];
}

/** The zones that belong on the phone, and those for which it has no place. */
export interface Choice {
  wanted: Geofence[];
  left_out: Geofence[];
}

const isThere = (row: SyncRow | undefined) => row !== undefined && (row.state === 'pushed' || row.state === 'confirmed');

/**
 * Active zones, if the phone follows them or has them already; what a person took away stays away. Where they are more than it can
 * watch beside its own: those of this device alone first, then those that were put there by hand, then the nearest.
 */
export function chooseZones(it: SyncSituation, wish: SyncWish = {}): Choice {
  const rowOf = rowsByZone(it);
  const belongs = ({ id }: Geofence) => {
    if (wish.push?.includes(id)) return true;
    if (wish.remove?.includes(id)) return false;
    const row = rowOf.get(id);
    return isThere(row) || (it.keeps_zones && !(row?.is_chosen && (row.state === 'removed' || row.state === 'removing')));
  };
  const own = it.phone.regions.filter((region) => !it.rows.some((row) => reportedAs(row, [region]))).length;
  const room = Math.max(0, mostRegions(it.platform) - own);
  const wanted = it.zones.filter((zone) => zone.is_active && belongs(zone));
  if (wanted.length <= room) return { wanted, left_out: [] };
  const rank = (zone: Geofence) => [
    wish.push?.includes(zone.id) || rowOf.get(zone.id)?.is_chosen ? 0 : 1,
    zone.device_id === null ? 1 : 0,
    it.place ? Math.max(0, distance(it.place, regionOfZone(zone)) - regionOfZone(zone).radius_meters) : 0,
  ];
  const ranked = wanted.map((zone) => ({ zone, rank: rank(zone) })).sort((a, b) => compare(a.rank, b.rank));
  const zones = ranked.map(({ zone }) => zone);
  return { wanted: zones.slice(0, room), left_out: zones.slice(room) };
}

const compare = (a: number[], b: number[]) => a.map((value, i) => value - (b[i] as number)).find((order) => order !== 0) ?? 0;

const rowsByZone = ({ rows }: SyncSituation) => new Map(rows.map((row) => [row.geofence_id, row]));

/**
 * What is to be told to the phone so that it has the zones that belong on it, as they are now; and what its reports show meanwhile.
 * @param newId six hexadecimal digits, others each time
 */
export function planSync(it: SyncSituation, wish: SyncWish, now: number, newId: () => string): SyncPlan {
  const { wanted } = chooseZones(it, wish);
  const settled = it.rows.flatMap((row) => settle(row, it.phone) ?? []);
  const current = new Map([...it.rows, ...settled].map((row) => [row.geofence_id, row]));
  const refused = it.zones.filter(({ id }) => wish.remove?.includes(id) && !current.has(id));
  const keys = freeKeys(new Set(it.taken_keys), Math.floor(now / 1000), wanted.length + refused.length);
  const pushed: RegionSync[] = [];
  const adopted: RegionSync[] = [];
  for (const zone of wanted) {
    const region = regionOfZone(zone);
    const known = current.get(zone.id) as SyncRow | undefined;
    const isWished = wish.push?.includes(zone.id) ?? false;
    if (isThere(known) && !isWished && !isStale(known as SyncRow, region)) continue;
    const twin = known ? null : unmanagedTwin(zone, it);
    const fresh = {
      region_created_at: twin?.region_created_at ?? (keys.shift() as number),
      region_id: twin?.region_id ?? newId(),
    };
    const key = known ?? { ...fresh, is_chosen: false };
    const row: RegionSync = {
      ...{ device_id: it.device_id, geofence_id: zone.id, ...region },
      ...{ region_created_at: key.region_created_at, region_id: key.region_id },
      is_chosen: isWished || (key.is_chosen && isThere(known)),
      ...{ state: 'pushed', command_id: null, pushed_at: now, confirmed_at: null },
    };
    if (twin && differences(region, twin).length === 0)
      adopted.push({ ...row, state: 'confirmed', confirmed_at: twin.reported_at });
    else pushed.push(row);
  }
  const removed = it.rows.filter((row) => isToGo(row, it, wanted, wish)).map((row) => removing(row, wish, now));
  const away = refused.map((zone): RegionSync => {
    const key = { region_created_at: keys.shift() as number, region_id: newId() };
    const never = { state: 'removed', is_chosen: true, command_id: null, pushed_at: now, confirmed_at: null } as const;
    return { device_id: it.device_id, geofence_id: zone.id, ...regionOfZone(zone), ...key, ...never };
  });
  const messages = tell(it, ...withWaiting(it, pushed, removed, now));
  return { ...messages, rows: distinct([...settled, ...adopted, ...messages.rows, ...away]) };
}

/**
 * With what waits to be told already: one message then says all of it in place of several. Not where nothing is to be said.
 */
function withWaiting(it: SyncSituation, pushed: RegionSync[], removed: RegionSync[], now: number): [RegionSync[], RegionSync[]] {
  if (pushed.length + removed.length === 0) return [pushed, removed];
  const known = new Set([...pushed, ...removed].map(({ geofence_id }) => geofence_id));
  const waiting = it.rows
    .filter(({ command_state, geofence_id }) => command_state === 'queued' && !known.has(geofence_id))
    .map((row): RegionSync => ({ ...row, pushed_at: now }));
  const goes = ({ state }: RegionSync) => state === 'removing';
  return [
    [...pushed, ...waiting.filter((row) => row.state === 'pushed')],
    [...removed, ...waiting.filter(goes)],
  ];
}

/** The last of each zone. */
const distinct = (rows: RegionSync[]) => [...new Map(rows.map((row) => [row.geofence_id, stored(row)])).values()];

function stored(row: RegionSync | SyncRow): RegionSync {
  const { command_state: _state, command_sent_at: _sent, ...rest } = row as SyncRow;
  return rest;
}

/** The phone was told something else, or what it should be told ran out before it was sent. */
function isStale(row: SyncRow, region: ZoneRegion): boolean {
  if (row.command_state === 'expired' && row.command_sent_at === null) return true;
  return (['name', 'latitude', 'longitude', 'radius_meters'] as const).some((member) => row[member] !== region[member]);
}

/** A region that the phone's owner made for the same place: it becomes the zone's, lest the phone watch two of the name. */
function unmanagedTwin(zone: Geofence, { phone, rows }: SyncSituation): ReportedRegion | null {
  const twin = phone.regions.find(({ name, kind }) => kind === 'circle' && regionKey(name) === regionKey(zone.name));
  if (!twin || twin.region_created_at === null || rows.some((row) => reportedAs(row, [twin]))) return null;
  return twin;
}

/** What the phone's reports show of a row, if it is news. */
function settle(row: SyncRow, phone: PhoneRegions): SyncRow | null {
  const reported = reportedAs(row, phone.regions);
  const { state } = standing(row, reported, phone.listed_at);
  if (row.state === 'pushed' && state === 'in_step') {
    return { ...row, state: 'confirmed', confirmed_at: reported?.reported_at ?? null };
  }
  return row.state === 'removing' && state === 'off' ? { ...row, state: 'removed' } : null;
}

function isToGo(row: SyncRow, { platform, phone }: SyncSituation, wanted: readonly Geofence[], wish: SyncWish): boolean {
  if (wish.remove?.includes(row.geofence_id)) return row.state !== 'removed';
  // On Android it waited for the phone's list.
  const isStranded = row.state === 'removing' && row.command_id === null && (platform !== 'android' || phone.listed_at !== null);
  return (isThere(row) || isStranded) && !wanted.some(({ id }) => id === row.geofence_id);
}

const removing = (row: SyncRow, wish: SyncWish, now: number): RegionSync => ({
  ...row,
  state: 'removing',
  is_chosen: wish.remove?.includes(row.geofence_id) ?? row.is_chosen,
  ...{ command_id: null, pushed_at: now, confirmed_at: null },
});

/**
 * Regions are told with their keys, so that the phone changes those it knows. iOS also takes regions away so. Android can only forget
 * all and be told the rest anew, the owner's own ones included; so there the phone's own list is needed first.
 */
function tell(
  it: SyncSituation,
  pushed: readonly RegionSync[],
  removed: readonly RegionSync[],
): Pick<SyncPlan, 'rows' | 'messages' | 'told' | 'withdraw'> {
  const rows = [...pushed, ...removed];
  if (rows.length === 0) return { rows, messages: [], told: [], withdraw: [] };
  const list = commandMessage.simple('waypoints');
  const withdraw = it.rows.flatMap(({ command_state, command_id }) => (command_state === 'queued' && command_id) || []);
  const told = rows.map(({ geofence_id }) => geofence_id);
  const news = pushed.map(waypointOfRegion);
  if (it.platform !== 'android' || removed.length === 0) {
    const set = commandMessage.setWaypoints([...news, ...removed.map(removalOfRegion)]);
    return { rows, messages: [set, list], told, withdraw };
  }
  if (it.phone.listed_at === null) {
    const set = news.length > 0 ? [commandMessage.setWaypoints(news)] : [];
    return { rows, messages: [...set, list], told: pushed.map(({ geofence_id }) => geofence_id), withdraw };
  }
  const set = commandMessage.setWaypoints([...keptOnAndroid(it, pushed, removed), ...news]);
  return { rows, messages: [commandMessage.simple('clearWaypoints'), set, list], told, withdraw };
}

/** What stays of the phone's regions beside those that are told anew. */
function keptOnAndroid(it: SyncSituation, pushed: readonly RegionSync[], removed: readonly RegionSync[]): PhoneWaypoint[] {
  const others = it.rows.filter(
    (row) => isThere(row) && ![...pushed, ...removed].some((one) => one.geofence_id === row.geofence_id),
  );
  const managed = [...pushed, ...removed, ...others];
  const own = it.phone.regions.filter((region) => !managed.some((row) => reportedAs(row, [region])));
  return [...others.map(waypointOfRegion), ...own.flatMap(waypointOfReport)];
}

function waypointOfReport(region: ReportedRegion): PhoneWaypoint[] {
  const { region_created_at: tst, latitude: lat, longitude: lon, radius_meters: rad, name, kind } = region;
  if (tst === null || lat === null || lon === null || rad === null) return [];
  return [
    { desc: kind === 'follow' ? `+${name}` : name, lat, lon, rad, tst, ...(region.region_id ? { rid: region.region_id } : {}) },
  ];
}
