import { addDevice, addUser, circle, event, everybodyInside, NOW, type StoreFactory, type StoreFixture } from './fixture';

const HOUR = 3_600_000;

/** What every database must answer about events. */
export function eventStoreContract(makeStores: StoreFactory): void {
  describe('event store', () => {
    let stores: StoreFixture;
    let owner: number;
    let other: number;
    let phone: number;
    let theirPhone: number;
    let home: string;
    let work: string;
    let theirs: string;

    const addZone = async (user: number, name: string) => {
      const zone = await stores.geofences.create(circle(user, { name }), null, NOW, everybodyInside);
      if (typeof zone === 'string') throw new Error(zone);
      return zone.id;
    };

    beforeEach(async () => {
      stores = makeStores();
      owner = await addUser(stores, 'otto');
      other = await addUser(stores, 'uta');
      phone = await addDevice(stores, owner, 'phone');
      theirPhone = await addDevice(stores, other, 'phone');
      home = await addZone(owner, 'Home');
      work = await addZone(owner, 'Work');
      theirs = await addZone(other, 'Theirs');
    });

    test('lists newest first, with names, in pages with the total of all', async () => {
      const first = stores.insertEvent(event(home, phone, NOW, { stay_seconds: 5, notification_reason: 'because' }));
      const older = stores.insertEvent(event(work, phone, NOW - HOUR, { event_type: 'exit' }));
      const same = stores.insertEvent(event(theirs, theirPhone, NOW - HOUR));
      const all = await stores.events.list({}, 10, 0);
      expect(all.total).toBe(3);
      expect(all.events.map(({ id }) => id)).toEqual([first, same, older]);
      expect(all.events[0]).toEqual({
        ...event(home, phone, NOW, { stay_seconds: 5, notification_reason: 'because' }),
        id: first,
        owner_id: owner,
        false_alarm_at: null,
        device_name: `phone of ${owner}`,
        geofence_name: 'Home',
        geofence_color: '#0ca678',
        late_after_seconds: 900,
      });
      const second = await stores.events.list({}, 1, 1);
      expect(second).toMatchObject({ total: 3, events: [{ id: same }] });
      expect(await stores.events.list({}, 10, 3)).toEqual({ total: 3, events: [] });
    });

    test('filters by owner, zone, device, type and time, alone and together', async () => {
      const tablet = await addDevice(stores, owner, 'tablet');
      const ids = [
        stores.insertEvent(event(home, phone, NOW)),
        stores.insertEvent(event(home, tablet, NOW - HOUR, { event_type: 'exit' })),
        stores.insertEvent(event(work, phone, NOW - 2 * HOUR, { event_type: 'dwell' })),
        stores.insertEvent(event(theirs, theirPhone, NOW - 3 * HOUR)),
      ];
      const found = async (filter: Parameters<typeof stores.events.list>[0]) => {
        const { events, total } = await stores.events.list(filter, 10, 0);
        expect(total).toBe(events.length);
        return events.map(({ id }) => ids.indexOf(id));
      };
      expect(await found({ owner_id: owner })).toEqual([0, 1, 2]);
      expect(await found({ owner_id: other })).toEqual([3]);
      expect(await found({ geofence_id: home })).toEqual([0, 1]);
      expect(await found({ device_id: phone })).toEqual([0, 2]);
      expect(await found({ event_type: 'exit' })).toEqual([1]);
      expect(await found({ start: NOW - 2 * HOUR, end: NOW - HOUR })).toEqual([1, 2]);
      expect(await found({ owner_id: other, geofence_id: home })).toEqual([]);
      expect(await found({ owner_id: owner, device_id: phone, event_type: 'dwell', start: NOW - 3 * HOUR, end: NOW })).toEqual([
        2,
      ]);
    });

    test('keeps the events of a zone that was given away from its new owner', async () => {
      stores.insertEvent(event(home, phone, NOW));
      const given = (current: Parameters<Parameters<typeof stores.geofences.update>[1]>[0]) => ({
        fields: { ...current, owner_id: other },
        reshaped: false,
      });
      await stores.geofences.update(home, given, null, NOW, everybodyInside);
      expect((await stores.events.list({ owner_id: other }, 10, 0)).total).toBe(0);
      expect((await stores.events.list({ owner_id: owner }, 10, 0)).total).toBe(0);
      expect(await stores.events.between(0, 1_000, other)).toEqual([]);
      expect((await stores.events.list({}, 10, 0)).total).toBe(1);
    });

    test('streams all that match in the order of the list, also where many share one time', async () => {
      const inserted: number[] = [];
      for (let i = 0; i < 2_500; i++) inserted.push(stores.insertEvent(event(home, phone, NOW - Math.floor(i / 1_500) * HOUR)));
      for (let i = 0; i < 10; i++) stores.insertEvent(event(theirs, theirPhone, NOW));
      const streamed: number[] = [];
      let pages = 0;
      for await (const page of stores.events.stream({ owner_id: owner })) {
        pages += 1;
        streamed.push(...page.map(({ id }) => id));
      }
      expect(pages).toBeGreaterThan(1);
      expect(streamed).toHaveLength(2_500);
      expect(new Set(streamed).size).toBe(2_500);
      const listed = await stores.events.list({ owner_id: owner }, 2_500, 0);
      expect(streamed).toEqual(listed.events.map(({ id }) => id));
    });

    test('an event that arrives while a stream is read neither appears in it nor disturbs it', async () => {
      for (let i = 0; i < 1_500; i++) stores.insertEvent(event(home, phone, NOW - i));
      let streamed = 0;
      for await (const page of stores.events.stream({})) {
        if (streamed === 0) stores.insertEvent(event(home, phone, NOW + HOUR));
        streamed += page.length;
      }
      expect(streamed).toBe(1_500);
    });

    test('sums up what is not retracted', async () => {
      expect(await stores.events.stats({}, NOW)).toEqual({
        total_events: 0,
        events_last_24h: 0,
        most_active_geofence: null,
        most_active_device: null,
      });
      stores.insertEvent(event(home, phone, NOW - 30 * HOUR));
      stores.insertEvent(event(work, phone, NOW - HOUR));
      stores.insertEvent(event(work, phone, NOW - 2 * HOUR));
      for (let i = 0; i < 3; i++)
        stores.insertEvent(event(home, phone, NOW, { retracted_at: NOW, retract_reason: 'a late fix' }));
      for (let i = 0; i < 5; i++) stores.insertEvent(event(theirs, theirPhone, NOW));
      expect(await stores.events.stats({ owner_id: owner }, NOW)).toEqual({
        total_events: 3,
        events_last_24h: 2,
        most_active_geofence: { id: work, name: 'Work', events: 2 },
        most_active_device: { id: phone, name: `phone of ${owner}`, events: 3 },
      });
      expect(await stores.events.stats({}, NOW)).toMatchObject({
        total_events: 8,
        most_active_device: { id: theirPhone, events: 5 },
      });
    });

    test('removes what is older than a time, however much it is', async () => {
      for (let i = 0; i < 4_100; i++) stores.insertEvent(event(home, phone, NOW - HOUR - i));
      const kept = stores.insertEvent(event(home, phone, NOW - HOUR + 1));
      expect(await stores.events.removeBefore(NOW - HOUR + 1)).toBe(4_100);
      expect((await stores.events.list({}, 10, 0)).events.map(({ id }) => id)).toEqual([kept]);
      expect(await stores.events.removeBefore(NOW - HOUR + 1)).toBe(0);
    });

    test('answers a range of ids in their order, for one owner or all', async () => {
      expect(await stores.events.newestId()).toBe(0);
      const one = stores.insertEvent(event(home, phone, NOW));
      const two = stores.insertEvent(event(theirs, theirPhone, NOW - HOUR));
      const three = stores.insertEvent(event(work, phone, NOW - 2 * HOUR));
      const ids = async (after: number, upTo: number, user?: number) =>
        (await stores.events.between(after, upTo, user)).map(({ id }) => id);
      expect(await stores.events.newestId()).toBe(three);
      expect(await ids(0, three)).toEqual([one, two, three]);
      expect(await ids(one, two)).toEqual([two]);
      expect(await ids(0, three, owner)).toEqual([one, three]);
    });
  });
}
