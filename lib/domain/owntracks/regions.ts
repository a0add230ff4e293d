import type { DeviceReport, PhoneTransition } from '@/lib/domain/model';
import { regionKey, regionName } from './region';
import { numberWithin, textOf } from './values';

/** A region of the phone's own, as far as the phone has spoken of it. */
export interface PhoneRegion {
  /** Empty where the user does not share it. */
  name: string;
  last_event: PhoneTransition['event'] | null;
  last_event_at: number | null;
  /** Whether the newest fix that has a list of regions lists it; null: there is no such fix, or the region has no name. */
  is_listed: boolean | null;
  /** The newest fix that listed it (epoch ms). */
  last_listed_at: number | null;
  /** The place of its definition, where the phone sent one. */
  latitude: number | null;
  longitude: number | null;
  /** Null for beacons, too. */
  radius_meters: number | null;
}

/**
 * What is known of a device's regions: its reports, the newest transition of each region, the regions its newest fix lists, and
 * when each was listed last. Phones leave a region out of the list as soon as they have left it; many are known from nothing else.
 */
export interface RegionSources {
  reports: readonly DeviceReport[];
  transitions: readonly Pick<PhoneTransition, 'region' | 'region_created_at' | 'region_id' | 'event' | 'occurred_at'>[];
  listed: readonly string[] | null;
  listings: readonly RegionListing[];
}

/** The newest fix that listed a region of this name. */
export interface RegionListing {
  name: string;
  /** Epoch ms. */
  occurred_at: number;
}

const LARGEST_RADIUS_METERS = 20_037_508;

/** All regions of a phone, each once however its name is written, by name. */
export function regionsOf({ reports, transitions, listed, listings }: RegionSources): PhoneRegion[] {
  const regions = new Map<string, PhoneRegion>();
  const regionOf = (description: string, otherwise = ''): PhoneRegion => {
    const name = regionName(description);
    const key = regionKey(description) || otherwise;
    const known = regions.get(key);
    if (known) return known;
    const is_listed = name === '' || listed === null ? null : false;
    const nothing = {
      last_listed_at: null,
      last_event: null,
      last_event_at: null,
      latitude: null,
      longitude: null,
      radius_meters: null,
    };
    const region: PhoneRegion = { name, is_listed, ...nothing };
    regions.set(key, region);
    return region;
  };
  for (const report of reports) {
    if (report.kind === 'waypoint') Object.assign(regionOf(descriptionOf(report)), placeOf(report));
    if (report.kind === 'transition') noteEvent(regionOf(descriptionOf(report), report.key), eventOf(report), report.occurred_at);
  }
  for (const transition of transitions) {
    noteEvent(regionOf(transition.region, unnamedKey(transition)), transition.event, transition.occurred_at);
  }
  for (const { name, occurred_at } of listings) {
    const region = regionOf(name);
    region.last_listed_at = Math.max(occurred_at, region.last_listed_at ?? occurred_at);
  }
  for (const name of listed ?? []) regionOf(name).is_listed = true;
  return [...regions.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** As the report of the same transition is called. */
function unnamedKey({ region_created_at, region_id }: RegionSources['transitions'][number]): string {
  if (region_created_at !== null) return `tst:${Math.floor(region_created_at / 1000)}`;
  return region_id === null ? 'desc:' : `rid:${region_id}`;
}

const descriptionOf = ({ payload }: DeviceReport) => textOf(payload.desc) ?? '';
const eventOf = ({ payload }: DeviceReport) => (payload.event === 'leave' ? 'leave' : 'enter');

function noteEvent(region: PhoneRegion, event: PhoneTransition['event'], at: number): void {
  if (region.last_event_at !== null && region.last_event_at >= at) return;
  region.last_event = event;
  region.last_event_at = at;
}

/** A beacon's region has no place, written as 0/0, and a radius of 0 or −1. */
function placeOf({ payload }: DeviceReport): Pick<PhoneRegion, 'latitude' | 'longitude' | 'radius_meters'> {
  const latitude = numberWithin(payload.lat, -90, 90);
  const longitude = numberWithin(payload.lon, -180, 180);
  if (latitude === null || longitude === null || (latitude === 0 && longitude === 0)) {
    return { latitude: null, longitude: null, radius_meters: null };
  }
  const radius = numberWithin(payload.rad, 0, LARGEST_RADIUS_METERS);
  return { latitude, longitude, radius_meters: radius || null };
}
