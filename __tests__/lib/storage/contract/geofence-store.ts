import type { Geofence } from '@/lib/domain/model';
import type { GeofenceFields } from '@/lib/storage/ports';
import { addDevice, addUser, circle, event, everybodyInside, fix, NOW, type StoreFactory, type StoreFixture } from './fixture';

/** What every database must answer about zones. */
export function geofenceStoreContract(makeStores: StoreFactory): void {
  describe('geofence store', () => {
    let stores: StoreFixture;
    let owner: number;
    let phone: number;

    beforeEach(async () => {
      stores = makeStores();
      owner = await addUser(stores, 'otto');
      phone = await addDevice(stores, owner, 'phone');
    });

    const create = async (change: Partial<GeofenceFields> = {}, limit: number | null = null): Promise<Geofence> => {
      const created = await stores.geofences.create(circle(owner, change), limit, NOW, everybodyInside);
      if (typeof created === 'string') throw new Error(created);
      return created;
    };
    const update = (id: string, change: Partial<GeofenceFields>, reshaped = false, limit: number | null = null) =>
      stores.geofences.update(
        id,
        (current) => ({ fields: { ...current, ...change }, reshaped }),
        limit,
        NOW + 1,
        everybodyInside,
      );

    test('gives back what was stored, polygons with holes included', async () => {
      const geometry = {
        type: 'Polygon' as const,
        coordinates: [
          [
            [13, 52] as [number, number],
            [13.1, 52] as [number, number],
            [13.1, 52.1] as [number, number],
            [13, 52] as [number, number],
          ],
          [
            [13.05, 52.01] as [number, number],
            [13.06, 52.01] as [number, number],
            [13.06, 52.02] as [number, number],
            [13.05, 52.01] as [number, number],
          ],
        ],
      };
      const shape = {
        shape_type: 'polygon' as const,
        center_latitude: null,
        center_longitude: null,
        radius_meters: null,
        geometry,
      };
      const created = await create({ ...shape, device_id: phone, is_active: false, email_notifications: false });
      expect(created.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(await stores.geofences.find(created.id)).toEqual({
        ...created,
        owner_name: 'otto',
        device_name: `phone of ${owner}`,
      });
      expect(created).toMatchObject({ geometry, is_active: false, email_notifications: false, version: 1, created_at: NOW });
      expect(await stores.geofences.find('00000000-0000-4000-8000-000000000000')).toBeNull();
    });

    test('lists by name, by owner, and by the device that a zone watches', async () => {
      const other = await addUser(stores, 'uta');
      const tablet = await addDevice(stores, owner, 'tablet');
      await create({ name: 'Work', device_id: phone });
      await create({ name: 'Home' });
      await create({ name: 'Club', device_id: tablet });
      await stores.geofences.create(circle(other, { name: 'Theirs' }), null, NOW, everybodyInside);
      const names = async (filter: { owner_id?: number; device_id?: number }) =>
        (await stores.geofences.list(filter)).map((zone) => zone.name);
      expect(await names({})).toEqual(['Club', 'Home', 'Theirs', 'Work']);
      expect(await names({ owner_id: owner })).toEqual(['Club', 'Home', 'Work']);
      expect(await names({ device_id: phone })).toEqual(['Home', 'Work']);
      expect(await names({ owner_id: other, device_id: phone })).toEqual([]);
    });

    test('refuses the zone beyond the limit, counting only those of the owner', async () => {
      const other = await addUser(stores, 'uta');
      await stores.geofences.create(circle(other), 2, NOW, everybodyInside);
      await create({}, 2);
      await create({ is_active: false }, 2);
      expect(await stores.geofences.create(circle(owner), 2, NOW, everybodyInside)).toBe('limit_reached');
      expect(await stores.geofences.countOf(owner)).toBe(2);
      await create({}, null);
      expect(await stores.geofences.countOf(owner)).toBe(3);
    });

    test('sees what another connection stored a moment ago when it counts', async () => {
      await create({}, 2);
      const there = await stores.elsewhere.geofences.create(circle(owner), 2, NOW, everybodyInside);
      expect(typeof there).toBe('object');
      expect(await stores.geofences.create(circle(owner), 2, NOW, everybodyInside)).toBe('limit_reached');
      expect(await stores.elsewhere.geofences.create(circle(owner), 2, NOW, everybodyInside)).toBe('limit_reached');
    });

    test('counts the limit of a new owner, and lets other changes pass at the limit', async () => {
      const other = await addUser(stores, 'uta');
      await stores.geofences.create(circle(other), null, NOW, everybodyInside);
      const zone = await create({});
      expect(await update(zone.id, { owner_id: other }, false, 1)).toBe('limit_reached');
      expect(await update(zone.id, { name: 'Office' }, false, 1)).toMatchObject({ name: 'Office', owner_id: owner });
      expect(await update(zone.id, { owner_id: other }, false, 2)).toMatchObject({ owner_id: other });
    });

    test("refuses a device that is not the owner's, now and after a change of owner", async () => {
      const other = await addUser(stores, 'uta');
      const theirs = await addDevice(stores, other, 'phone');
      expect(await stores.geofences.create(circle(owner, { device_id: theirs }), null, NOW, everybodyInside)).toBe(
        'foreign_device',
      );
      expect(await stores.geofences.create(circle(owner, { device_id: 9_999 }), null, NOW, everybodyInside)).toBe(
        'foreign_device',
      );
      const zone = await create({ device_id: phone });
      expect(await update(zone.id, { device_id: theirs })).toBe('foreign_device');
      expect(await update(zone.id, { owner_id: other })).toBe('foreign_device');
      expect(await stores.geofences.find(zone.id)).toMatchObject({ owner_id: owner, device_id: phone });
    });

    describe('silent status', () => {
      const statuses = async (geofence_id: string) =>
        (await stores.geofences.statuses({ geofence_id })).map((row) => [
          row.device_id,
          row.is_inside,
          row.last_location_id,
          row.state.note,
        ]);

      test('is set from the newest fix of each device by the time of the phone, with the creation', async () => {
        const tablet = await addDevice(stores, owner, 'tablet');
        await addDevice(stores, owner, 'never heard of');
        const theirs = await addDevice(stores, await addUser(stores, 'uta'), 'phone');
        const newest = stores.insertLocation(fix(phone, NOW - 1_000));
        stores.insertLocation(fix(phone, NOW - 90_000));
        const ofTablet = stores.insertLocation(fix(tablet, NOW - 5_000));
        const last = stores.insertLocation(fix(theirs, NOW));
        const seen: unknown[] = [];
        const zone = await stores.geofences.create(circle(owner), null, NOW, (geofence, latest, members) => {
          seen.push(...latest);
          return everybodyInside(geofence, latest, members);
        });
        expect(zone).toMatchObject({ judged_after_location_id: last });
        const expected = { latitude: 52.52, longitude: 13.405, accuracy: 10, velocity: null, in_regions: null };
        expect(seen).toEqual([
          {
            fix: { ...expected, id: newest, device_id: phone, occurred_at: NOW - 1_000, received_at: NOW - 500 },
            track: null,
          },
          {
            fix: { ...expected, id: ofTablet, device_id: tablet, occurred_at: NOW - 5_000, received_at: NOW - 4_500 },
            track: null,
          },
        ]);
        expect(await stores.geofences.statuses({})).toMatchObject([
          {
            device_id: phone,
            is_inside: true,
            since: NOW - 1_000,
            geofence_version: 1,
            last_checked_at: NOW - 1_000,
            last_enter_time: null,
          },
          { device_id: tablet, is_inside: true, geofence_name: 'Home', owner_id: owner, device_name: `tablet of ${owner}` },
        ]);
      });

      test('leaves no zone behind when the judgement fails', async () => {
        const failing = () => {
          throw new Error('no geometry');
        };
        await expect(stores.geofences.create(circle(owner), null, NOW, failing)).rejects.toThrow('no geometry');
        expect(await stores.geofences.countOf(owner)).toBe(0);
      });

      test('is set anew when the area changes, and the times of earlier events stay', async () => {
        stores.insertLocation(fix(phone, NOW - 1_000));
        const zone = await create();
        stores.setStatusTimes(phone, zone.id, NOW - 900, NOW - 800);
        const newest = stores.insertLocation(fix(phone, NOW));
        const changed = await update(zone.id, { radius_meters: 500 }, true);
        expect(changed).toMatchObject({ version: 2, judged_after_location_id: newest, radius_meters: 500, updated_at: NOW + 1 });
        expect(await statuses(zone.id)).toEqual([[phone, true, newest, 'version 2']]);
        const [row] = await stores.geofences.statuses({});
        expect(row).toMatchObject({ last_enter_time: NOW - 900, last_exit_time: NOW - 800, geofence_version: 2 });
      });

      test('is not touched by a change of name, colour or switches', async () => {
        const first = stores.insertLocation(fix(phone, NOW - 1_000));
        const zone = await create();
        stores.insertLocation(fix(phone, NOW));
        const changed = await update(zone.id, { name: 'Flat', color: '#ffffff', notify_on_exit: false });
        expect(changed).toMatchObject({ version: 1, judged_after_location_id: first, name: 'Flat' });
        expect(await statuses(zone.id)).toEqual([[phone, true, first, 'version 1']]);
      });

      test('of a switched-off zone is not shown and is set anew when it is switched on', async () => {
        stores.insertLocation(fix(phone, NOW - 1_000));
        const zone = await create();
        await update(zone.id, { is_active: false });
        expect(await statuses(zone.id)).toEqual([]);
        const newest = stores.insertLocation(fix(phone, NOW));
        expect(await update(zone.id, { is_active: true })).toMatchObject({ version: 1, judged_after_location_id: newest });
        expect(await statuses(zone.id)).toEqual([[phone, true, newest, 'version 1']]);
      });

      test('follows the devices that the zone watches', async () => {
        const tablet = await addDevice(stores, owner, 'tablet');
        stores.insertLocation(fix(phone, NOW));
        const last = stores.insertLocation(fix(tablet, NOW));
        const zone = await create();
        expect(await statuses(zone.id)).toHaveLength(2);
        const onlyTablet = (...[geofence, latest, members]: Parameters<typeof everybodyInside>) => {
          expect(latest.map((newest) => newest.fix.device_id)).toEqual([tablet]);
          return everybodyInside(geofence, latest, members);
        };
        const change = (current: Geofence) => ({ fields: { ...current, device_id: tablet }, reshaped: false });
        await stores.geofences.update(zone.id, change, null, NOW, onlyTablet);
        expect(await statuses(zone.id)).toEqual([[tablet, true, last, 'version 1']]);
      });

      test('can be asked for by owner, zone and device', async () => {
        const tablet = await addDevice(stores, owner, 'tablet');
        const other = await addUser(stores, 'uta');
        stores.insertLocation(fix(phone, NOW));
        stores.insertLocation(fix(tablet, NOW));
        await create({ name: 'A' });
        const second = await create({ name: 'B' });
        const count = async (filter: Parameters<typeof stores.geofences.statuses>[0]) =>
          (await stores.geofences.statuses(filter)).length;
        expect(await count({})).toBe(4);
        expect(await count({ geofence_id: second.id })).toBe(2);
        expect(await count({ geofence_id: second.id, device_id: tablet })).toBe(1);
        expect(await count({ owner_id: other })).toBe(0);
      });
    });

    test('a change that throws leaves everything as it was', async () => {
      const zone = await create();
      const failing = () => {
        throw new Error('not allowed');
      };
      await expect(stores.geofences.update(zone.id, failing, null, NOW, everybodyInside)).rejects.toThrow('not allowed');
      expect(await stores.geofences.find(zone.id)).toMatchObject({ version: 1, updated_at: NOW });
    });

    test('removes a zone with its status and events, however many, once', async () => {
      stores.insertLocation(fix(phone, NOW));
      const zone = await create();
      const other = await create({ name: 'Other' });
      for (let i = 0; i < 4_001; i++) stores.insertEvent(event(zone.id, phone, NOW + i));
      const kept = stores.insertEvent(event(other.id, phone, NOW));
      expect(await stores.geofences.remove(zone.id, NOW, everybodyInside)).toBe(true);
      expect(await stores.geofences.remove(zone.id, NOW, everybodyInside)).toBe(false);
      expect(await update(zone.id, {})).toBe('not_found');
      expect(await stores.geofences.statuses({})).toMatchObject([{ geofence_id: other.id }]);
      expect(await stores.events.list({}, 10, 0)).toMatchObject({ total: 1, events: [{ id: kept }] });
    });
  });
}
