import { presenceIn } from '@/components/admin/dashboard/presence';
import type { GeofenceDto, StatusDto } from '@/components/admin/types';

const zone = (id: string, name: string, is_active = true) => ({ id, name, color: '#0ca678', is_active }) as GeofenceDto;
const status = (device_id: number, geofence_id: string, since: string | null, is_inside = true) =>
  ({ device_id, geofence_id, since, is_inside, device_name: `device ${device_id}` }) as StatusDto;

describe('who is in which zone now', () => {
  const zones = [zone('w', 'Work'), zone('h', 'Home'), zone('o', 'Old home', false), zone('e', 'Empty'), zone('s', 'School')];
  const statuses = [
    status(1, 'h', '2026-05-01T08:00:00Z'),
    status(2, 'h', '2026-05-01T09:00:00Z'),
    status(3, 'w', '2026-05-01T07:00:00Z'),
    status(4, 's', null),
    status(5, 'e', '2026-05-01T07:00:00Z', false),
    status(6, 'o', '2026-05-01T07:00:00Z'),
  ];

  test('active zones with somebody in them, the fullest first, then by name', () => {
    expect(presenceIn(zones, statuses, 'en').map((presence) => presence.zone.name)).toEqual(['Home', 'School', 'Work']);
  });

  test('in each, the one who came last first', () => {
    expect(presenceIn(zones, statuses, 'en')[0]?.inside.map(({ device_id }) => device_id)).toEqual([2, 1]);
  });

  test('where nobody is there is nothing to show', () => {
    expect(presenceIn(zones, [], 'en')).toEqual([]);
  });
});
