import type { DeviceReport, RegionSync } from '@/lib/domain/model';
import { regionName } from './region';
import { type Members, numberWithin, textOf, timeOf } from './values';

/** A region as the phone itself described it last. */
export interface ReportedRegion {
  /** As the report is called: `tst:…`, `rid:…` or `desc:…`. */
  key: string;
  /** Epoch seconds; null where the phone gave none. */
  region_created_at: number | null;
  region_id: string | null;
  name: string;
  /** `follow`: it moves with the phone; `beacon`: it has no place. */
  kind: 'circle' | 'follow' | 'beacon';
  latitude: number | null;
  longitude: number | null;
  radius_meters: number | null;
  reported_at: number;
}

/** What is known of the regions that a phone has. */
export interface PhoneRegions {
  regions: ReportedRegion[];
  /** When the phone last sent the list of all; null: never, so that a region may be there without our knowledge. */
  listed_at: number | null;
}

const LARGEST_RADIUS_METERS = 20_037_508;

/** From the reports of a device: the regions of its last list, and those that it told of since. */
export function phoneRegionsOf(reports: readonly DeviceReport[]): PhoneRegions {
  const regions = withoutGone(reports).filter(({ kind }) => kind === 'waypoint');
  return { regions: regions.map(reportedRegion), listed_at: listedAt(reports) };
}

const listedAt = (reports: readonly DeviceReport[]) => reports.find(({ kind }) => kind === 'waypoints')?.received_at ?? null;

/** Without the regions that a newer list lacks, and those that the phone was made to remove. */
export function withoutGone(reports: readonly DeviceReport[]): DeviceReport[] {
  const since = listedAt(reports) ?? 0;
  return reports.filter(({ kind, received_at, payload }) => kind !== 'waypoint' || (received_at >= since && !isRemoval(payload)));
}

/** iOS tells of a region that it was made to remove with the place it was given. */
const isRemoval = ({ lat, lon }: Members) => Math.abs(Number(lat)) > 90 || Math.abs(Number(lon)) > 180;

function reportedRegion({ key, payload, received_at }: DeviceReport): ReportedRegion {
  const latitude = numberWithin(payload.lat, -90, 90);
  const longitude = numberWithin(payload.lon, -180, 180);
  const radius = numberWithin(payload.rad, 0, LARGEST_RADIUS_METERS) || null;
  const description = textOf(payload.desc) ?? '';
  const created = timeOf(payload.tst, Number.MAX_SAFE_INTEGER);
  const hasPlace = latitude !== null && longitude !== null && radius !== null;
  return {
    key,
    region_created_at: created === null ? null : Math.floor(created / 1000),
    region_id: textOf(payload.rid),
    name: regionName(description),
    kind: hasPlace ? (description.trim().startsWith('+') ? 'follow' : 'circle') : 'beacon',
    latitude,
    longitude,
    radius_meters: radius,
    reported_at: received_at,
  };
}

/** The phone's region that a zone is there, by either key. */
export function reportedAs(
  { region_created_at, region_id }: Pick<RegionSync, 'region_created_at' | 'region_id'>,
  regions: readonly ReportedRegion[],
): ReportedRegion | null {
  const same = (region: ReportedRegion) => region.region_created_at === region_created_at || region.region_id === region_id;
  return regions.find(same) ?? null;
}
