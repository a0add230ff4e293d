import type { RegionDto } from '@/components/admin/types';
import { mergeWords } from '@/components/admin/zone-sync/merge-words';
import type { PhoneRegionDto, SyncZoneDto } from '@/components/admin/zone-sync/types';

const zone = (geofence_id: string, name: string) => ({ geofence_id, name }) as SyncZoneDto;
const region = (name: string, geofence_id: string | null = null) =>
  ({ key: `desc:${name}`, name, kind: 'circle', geofence_id }) as PhoneRegionDto;
const word = (name: string, geofence_id: string | null = null) => ({ name, geofence_id, last_event: 'enter' }) as RegionDto;

describe('zones on a phone, its regions, and what it says of them', () => {
  test('the word for a zone stands with the zone, not once more among the regions', () => {
    const merged = mergeWords({ zones: [zone('h', 'Home'), zone('w', 'Work')], regions: [] }, [word('home', 'h')]);
    expect(merged.zones.map(({ word }) => word?.name ?? null)).toEqual(['home', null]);
    expect(merged.regions).toEqual([]);
  });

  test('a region of the phone by the name of a zone is noted there', () => {
    const merged = mergeWords({ zones: [zone('h', 'Home')], regions: [region('Home', 'h')] }, []);
    expect(merged.zones[0]?.has_own).toBe(true);
    expect(merged.regions).toEqual([]);
  });

  test('a region that only the phone has is listed once with its word, however its name is written', () => {
    const merged = mergeWords({ zones: [zone('h', 'Home')], regions: [region('-Pub|1|2')] }, [word('pub')]);
    expect(merged.zones[0]).toMatchObject({ word: null, has_own: false });
    expect(merged.regions).toEqual([{ key: 'desc:-Pub|1|2', name: '-Pub|1|2', defined: region('-Pub|1|2'), word: word('pub') }]);
  });

  test('one that was only spoken of is listed, too, and so is that of a zone which is not on the list', () => {
    const merged = mergeWords({ zones: [], regions: [] }, [word('Gym'), word('Old home', 'o')]);
    expect(merged.regions.map(({ name, defined }) => [name, defined])).toEqual([
      ['Gym', null],
      ['Old home', null],
    ]);
  });

  test('regions without a name are not given each other’s words', () => {
    const merged = mergeWords({ zones: [], regions: [region(''), region('')] }, [word('')]);
    expect(merged.regions.map((lone) => lone.word)).toEqual([null, null]);
  });
});
