import { activeEntry, entriesFor } from '@/components/shell/navigation';

describe('the main navigation', () => {
  test.each([
    ['/map', 'map'],
    ['/admin', 'dashboard'],
    ['/admin/geofences', 'zones'],
    ['/admin/geofences/new', 'zones'],
    ['/admin/geofences/events', 'events'],
    ['/admin/geofences/events/7', 'events'],
    ['/admin/geofences/why', 'events'],
    ['/admin/geofences/visits', 'visits'],
    ['/admin/geofences/expectations', 'expectations'],
    ['/admin/devices/7', 'devices'],
    ['/admin/rejected', 'devices'],
    ['/admin/deliveries', 'deliveries'],
    ['/account', 'account'],
    ['/mapping', null],
  ])('%s belongs to %s', (path, entry) => expect(activeEntry(path)).toBe(entry));

  test('only admins are led to the users', () => {
    expect(entriesFor('user').map(({ name }) => name)).not.toContain('users');
    expect(entriesFor('admin').map(({ name }) => name)).toContain('users');
  });
});
