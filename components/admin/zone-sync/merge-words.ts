import { regionKey } from '@/lib/domain/owntracks/region';
import type { RegionDto } from '../types';
import type { PhoneRegionDto, SyncDto, SyncZoneDto } from './types';

/** A zone with what the phone says of it. */
export interface WatchedZone extends SyncZoneDto {
  word: RegionDto | null;
  /** The phone has a region of the zone's name that was not put there from here. */
  has_own: boolean;
}

/** A region that belongs to no zone of the list: defined on the phone, or only spoken of by it. */
export interface LoneRegion {
  key: string;
  name: string;
  defined: PhoneRegionDto | null;
  word: RegionDto | null;
}

/** Zones, regions and the phone's word of them, each named once. */
export function mergeWords(
  { zones, regions }: Pick<SyncDto, 'zones' | 'regions'>,
  words: readonly RegionDto[],
): { zones: WatchedZone[]; regions: LoneRegion[] } {
  const listed = new Set(zones.map(({ geofence_id }) => geofence_id));
  const isOfZone = ({ geofence_id }: RegionDto | PhoneRegionDto) => geofence_id !== null && listed.has(geofence_id);
  const alone = regions.filter((region) => !isOfZone(region));
  const known = new Set(alone.map(({ name }) => regionKey(name)));
  const spokenOf = words.filter((word) => !isOfZone(word));
  return {
    zones: zones.map((zone) => ({
      ...zone,
      word: words.find(({ geofence_id }) => geofence_id === zone.geofence_id) ?? null,
      has_own: regions.some(({ geofence_id }) => geofence_id === zone.geofence_id),
    })),
    regions: [
      ...alone.map((region) => ({
        key: region.key,
        name: region.name,
        defined: region,
        word: wordOf(region.name, spokenOf),
      })),
      ...spokenOf
        .filter(({ name }) => !known.has(regionKey(name)))
        .map((word, index) => ({ key: `word ${index} ${word.name}`, name: word.name, defined: null, word })),
    ],
  };
}

/** Regions without a name can't be told apart by their words. */
function wordOf(name: string, words: readonly RegionDto[]): RegionDto | null {
  const key = regionKey(name);
  return (key !== '' && words.find((word) => regionKey(word.name) === key)) || null;
}
