import { judgeSilently } from '@/lib/domain/geofence';
import { fix, NOW, type StoreFactory } from './fixture';

const newUser = (name: string, role: 'admin' | 'user' = 'user') => ({
  email: `${name}@example.org`,
  name,
  handle: name,
  role,
  language: 'en' as const,
  time_zone: 'UTC',
  password_hash: 'hash',
});
const newDevice = (user_id: number, device: string) => ({
  user_id,
  name: device,
  device,
  color: '#0ca678',
  secret_hash: `hash of ${user_id} ${device}`,
  provision_secret: 'sealed',
});

/** What every database must answer about people, their devices, tokens, settings, the audit log and processes. */
export function peopleStoresContract(makeStores: StoreFactory): void {
  describe('users', () => {
    test('address and handle are unique whatever the letter case', async () => {
      const { users } = makeStores();
      expect(await users.create(newUser('jane'), NOW)).toMatchObject({ handle: 'jane', created_at: NOW });
      expect(await users.create({ ...newUser('jane'), email: 'JANE@example.org' }, NOW)).toBeNull();
      expect(await users.create({ ...newUser('Jane'), email: 'jane@other.example' }, NOW)).toMatchObject({ handle: 'Jane2' });
      expect(await users.create({ ...newUser('JANE'), email: 'jane@third.example' }, NOW)).toMatchObject({ handle: 'JANE3' });
      expect(await users.findByEmail('Jane@Example.ORG')).toMatchObject({ id: 1, session_version: 1 });
    });

    test('a new password ends sessions, other changes don’t', async () => {
      const { users } = makeStores();
      const id = (await users.create(newUser('jane'), NOW))?.id ?? 0;
      expect(await users.update(id, { name: 'Jane', language: 'de' }, NOW + 1)).toBe('updated');
      expect(await users.find(id)).toMatchObject({ session_version: 1, name: 'Jane', language: 'de', updated_at: NOW + 1 });
      await users.update(id, { password_hash: 'new' }, NOW + 2);
      expect(await users.find(id)).toMatchObject({ session_version: 2, password_hash: 'new' });
    });

    test('a number is never given twice, so that an old session can’t become somebody else’s', async () => {
      const { users } = makeStores();
      await users.create(newUser('ada', 'admin'), NOW);
      const gone = await users.create(newUser('jane'), NOW);
      await users.remove(gone?.id ?? 0);
      expect((await users.create(newUser('john'), NOW))?.id).toBe((gone?.id ?? 0) + 1);
    });

    test('one admin always stays', async () => {
      const { users } = makeStores();
      await users.create(newUser('ada', 'admin'), NOW);
      await users.create(newUser('bob', 'admin'), NOW);
      expect(await users.update(1, { role: 'user' }, NOW)).toBe('updated');
      expect(await users.update(2, { role: 'user' }, NOW)).toBe('last_admin');
      expect(await users.remove(2)).toBe('last_admin');
      expect(await users.remove(1)).toBe('removed');
      expect(await users.remove(1)).toBe('not_found');
      expect(await users.update(9, { name: 'x' }, NOW)).toBe('not_found');
    });

    test('the first user is made only while there is none', async () => {
      const { users } = makeStores();
      const both = await Promise.all([
        users.createFirst(newUser('a', 'admin'), NOW),
        users.createFirst(newUser('b', 'admin'), NOW),
      ]);
      expect(both.filter(Boolean)).toHaveLength(1);
      expect(await users.count()).toBe(1);
    });
  });

  describe('devices', () => {
    async function withUsers() {
      const stores = makeStores();
      await stores.users.create(newUser('otto'), NOW);
      await stores.users.create(newUser('uta'), NOW);
      return stores;
    }

    test('each change of a device or a handle’s owner changes the revision; what a phone reports does not', async () => {
      const { users, devices, setActivity } = await withUsers();
      const seen = new Set([devices.revision()]);
      const noteRevision = () => seen.add(devices.revision()).size;
      const id = (await devices.create(newDevice(1, 'phone'), NOW))?.id ?? 0;
      expect(noteRevision()).toBe(2);
      await devices.update(id, { secret_hash: 'other' }, NOW);
      expect(noteRevision()).toBe(3);
      setActivity(id, NOW, null, null);
      await users.update(1, { name: 'Otto' }, NOW);
      expect(noteRevision()).toBe(3);
      await devices.remove(id, NOW, judgeSilently);
      expect(noteRevision()).toBe(4);
      await devices.create(newDevice(2, 'phone'), NOW);
      noteRevision();
      const before = devices.revision();
      await users.create(newUser('ada', 'admin'), NOW);
      await users.remove(2);
      expect(devices.revision()).toBeGreaterThan(before);
      expect(devices.identities()).toEqual([]);
    });

    test('identities say who may log in, and whether the password is still to be handed out', async () => {
      const { devices } = await withUsers();
      const id = (await devices.create(newDevice(1, 'phone'), NOW))?.id ?? 0;
      const identity = {
        id,
        user_id: 1,
        handle: 'otto',
        device: 'phone',
        secret_hash: 'hash of 1 phone',
        sealed_encryption_key: null,
      };
      expect(devices.identities()).toEqual([{ ...identity, has_provision_secret: true }]);
      await devices.update(id, { provision_secret: null }, NOW);
      expect(devices.identities()).toEqual([{ ...identity, has_provision_secret: false }]);
      expect(await devices.provisionSecret(id)).toBeNull();
    });

    test('a name is taken for its owner whatever the letter case', async () => {
      const { devices } = await withUsers();
      await devices.create(newDevice(1, 'phone'), NOW);
      expect(await devices.create({ ...newDevice(1, 'Phone'), secret_hash: 'x' }, NOW)).toBeNull();
      expect(await devices.create(newDevice(2, 'phone'), NOW)).not.toBeNull();
    });

    test('of two fixes at the same time, the one that came later is the last', async () => {
      const { devices, insertLocation } = await withUsers();
      await devices.create(newDevice(1, 'phone'), NOW);
      for (const latitude of [9, 1, 5]) insertLocation(fix(1, NOW, { latitude }));
      insertLocation(fix(1, NOW - 1, { latitude: 7 }));
      expect((await devices.find(1))?.last_location).toMatchObject({ id: 3, latitude: 5 });
    });
  });

  test('the use of a token is noted once a minute', async () => {
    const { users, tokens } = makeStores();
    await users.create(newUser('otto'), NOW);
    await tokens.create(1, 'script', 'hash', NOW);
    const used = async (at: number) => {
      expect(await tokens.userOf('hash', at)).toMatchObject({ id: 1, handle: 'otto', session_version: 1 });
      return (await tokens.list(1))[0]?.last_used_at;
    };
    expect(await used(NOW)).toBe(NOW);
    expect(await used(NOW + 59_999)).toBe(NOW);
    expect(await used(NOW + 60_000)).toBe(NOW + 60_000);
    expect(await tokens.userOf('another', NOW)).toBeNull();
  });

  test('of a setting that is kept once, the first value stays', async () => {
    const { settings } = makeStores();
    expect(await settings.keep('once', { a: 1 })).toEqual({ a: 1 });
    expect(await settings.keep('once', { a: 2 })).toEqual({ a: 1 });
    expect(await settings.get('once')).toEqual({ a: 1 });
  });

  test('settings are kept as they were given', async () => {
    const { settings } = makeStores();
    expect(await settings.get('x')).toBeNull();
    await settings.set('x', { a: [1, null] });
    await settings.set('x', { a: [2] });
    expect(await settings.get('x')).toEqual({ a: [2] });
    await settings.remove('x');
    expect(await settings.get('x')).toBeNull();
  });

  test('audit entries come newest first, in pages, with the name of who it was', async () => {
    const { audit, users } = makeStores();
    await users.create(newUser('ada', 'admin'), NOW);
    const entry = (action: string, actor_user_id: number | null, detail: Record<string, unknown> | null = null) =>
      audit.add({ at: NOW, actor_user_id, action, subject_type: 'device', subject_id: '7', detail });
    await entry('create', 1, { device: 'phone' });
    await entry('delete', null);
    await entry('read', 99);
    const [newest, second] = await audit.list(2);
    expect(newest).toMatchObject({ action: 'read', actor_name: null, actor_user_id: 99 });
    expect(second).toMatchObject({ action: 'delete', actor_name: null, detail: null });
    expect(await audit.list(9, second?.id)).toMatchObject([{ action: 'create', actor_name: 'ada', detail: { device: 'phone' } }]);
  });

  test('a process has one row, which each beat replaces; totals count what was removed, too', async () => {
    const { processes, locations, users, devices, insertLocation } = makeStores();
    const beat = { name: 'worker', pid: 1, started_at: NOW, beat_at: NOW, restarts: 0, state: { parts: {} } };
    processes.beat(beat);
    processes.beat({ ...beat, pid: 2, beat_at: NOW + 1, state: { counters: { messages: 1 } } });
    expect(processes.list()).toEqual([{ ...beat, pid: 2, beat_at: NOW + 1, state: { counters: { messages: 1 } } }]);
    expect(processes.totals()).toEqual({ locations: 0, events: 0 });
    await users.create(newUser('otto'), NOW);
    await devices.create(newDevice(1, 'phone'), NOW);
    for (const at of [1, 2, 3]) insertLocation(fix(1, at));
    await locations.removeBefore(3);
    expect(processes.totals()).toEqual({ locations: 3, events: 0 });
  });
}
