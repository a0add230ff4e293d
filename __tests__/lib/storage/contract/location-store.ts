import type { Location } from '@/lib/domain/model';
import { addDevice, addUser, fix, NOW, type StoreFactory, type StoreFixture } from './fixture';

/** What every database must answer about the history of fixes, and about who is there now. */
export function locationStoreContract(makeStores: StoreFactory): void {
  describe('location store', () => {
    let stores: StoreFixture;
    let owner: number;
    let phone: number;
    let theirs: number;

    beforeEach(async () => {
      stores = makeStores();
      owner = await addUser(stores, 'otto');
      phone = await addDevice(stores, owner, 'phone');
      theirs = await addDevice(stores, await addUser(stores, 'uta'), 'phone');
    });

    test('gives back every field; null and an empty list stay what they are', async () => {
      const full = fix(phone, NOW, {
        altitude: 0,
        velocity: 0,
        battery: 87,
        in_regions: [],
        tag: 'trip',
        created_at: NOW + 1,
        extra: { cog: 12, nested: { a: [1] } },
      });
      const id = stores.insertLocation(full);
      expect(await stores.locations.list({ device_id: phone, limit: 10 })).toEqual([{ id, ...full }]);
    });

    test("lists oldest first by the phone's time, in a span whose ends count", async () => {
      const times = [3_000, 1_000, 2_000, 4_000];
      for (const time of times) stores.insertLocation(fix(phone, NOW + time));
      stores.insertLocation(fix(theirs, NOW + 2_500));
      const offsets = (rows: Location[]) => rows.map((row) => row.occurred_at - NOW);
      expect(offsets(await stores.locations.list({ device_id: phone, limit: 10 }))).toEqual([1_000, 2_000, 3_000, 4_000]);
      const span = { device_id: phone, from: NOW + 2_000, to: NOW + 3_000, limit: 10 };
      expect(offsets(await stores.locations.list(span))).toEqual([2_000, 3_000]);
    });

    test('a cursor goes on where a page ended, also among fixes of one time', async () => {
      const ids: number[] = [];
      for (let i = 0; i < 7; i++) ids.push(stores.insertLocation(fix(phone, NOW, { latitude: 50 - i })));
      ids.push(stores.insertLocation(fix(phone, NOW + 1)));
      const read: number[] = [];
      for (let cursor: { occurred_at: number; id: number } | undefined; ; ) {
        const page: Location[] = await stores.locations.list({ device_id: phone, limit: 3, cursor });
        read.push(...page.map(({ id }) => id));
        if (page.length < 3) break;
        cursor = page[page.length - 1];
      }
      expect(read).toEqual(ids);
    });

    test('answers a range of ids in their order, for one user or all', async () => {
      expect(await stores.locations.newestId()).toBe(0);
      const one = stores.insertLocation(fix(phone, NOW));
      const two = stores.insertLocation(fix(theirs, NOW - 1));
      const three = stores.insertLocation(fix(phone, NOW - 2));
      const ids = async (after: number, upTo: number, user?: number) =>
        (await stores.locations.between(after, upTo, user)).map(({ id }) => id);
      expect(await stores.locations.newestId()).toBe(three);
      expect(await ids(0, three)).toEqual([one, two, three]);
      expect(await ids(one, two)).toEqual([two]);
      expect(await ids(0, three, owner)).toEqual([one, three]);
    });

    test('removes what is older than a time but keeps the newest fix of each device', async () => {
      for (let i = 1; i <= 2_500; i++) stores.insertLocation(fix(phone, NOW - i));
      const newest = stores.insertLocation(fix(phone, NOW));
      const only = stores.insertLocation(fix(theirs, NOW - 9_000_000));
      expect(await stores.locations.removeBefore(NOW + 1)).toBe(2_500);
      expect((await stores.locations.list({ device_id: phone, limit: 10 })).map(({ id }) => id)).toEqual([newest]);
      expect((await stores.locations.list({ device_id: theirs, limit: 10 })).map(({ id }) => id)).toEqual([only]);
    });
  });

  describe('live store', () => {
    test('has another version after another connection wrote, and the same until then', async () => {
      const stores = makeStores();
      const phone = await addDevice(stores, await addUser(stores, 'otto'), 'phone');
      const before = stores.live.version();
      expect(stores.live.version()).toBe(before);
      stores.elsewhere.insertLocation(fix(phone, NOW));
      expect(stores.live.version()).not.toBe(before);
    });

    test('answers who was seen, came or went since a time, with the battery of the newest fix', async () => {
      const stores = makeStores();
      const owner = await addUser(stores, 'otto');
      const phone = await addDevice(stores, owner, 'phone');
      const tablet = await addDevice(stores, owner, 'tablet');
      await addDevice(stores, owner, 'never heard of');
      const theirs = await addDevice(stores, await addUser(stores, 'uta'), 'phone');
      stores.insertLocation(fix(phone, NOW, { battery: 50 }));
      stores.insertLocation(fix(phone, NOW - 5_000, { battery: 60 }));
      stores.setActivity(phone, NOW, NOW - 100, NOW - 200);
      stores.setActivity(tablet, NOW - 10_000, NOW - 20_000, NOW - 5_000);
      stores.setActivity(theirs, NOW, null, null);
      const ofPhone = { device_id: phone, user_id: owner, last_seen_at: NOW, connected: true, battery: 50 };
      const ofTablet = { device_id: tablet, user_id: owner, last_seen_at: NOW - 10_000, connected: false, battery: null };
      expect(await stores.live.presence(0, owner)).toEqual([ofPhone, ofTablet]);
      expect(await stores.live.presence(NOW - 5_000, owner)).toEqual([ofPhone, ofTablet]);
      expect(await stores.live.presence(NOW - 4_999, owner)).toEqual([ofPhone]);
      expect(await stores.live.owners()).toEqual([owner, owner + 1]);
      expect((await stores.live.presence(0)).map(({ device_id }) => device_id)).toEqual([phone, tablet, theirs]);
    });
  });
}
