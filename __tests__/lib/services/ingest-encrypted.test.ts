import { seal, sodiumReady } from '@/lib/domain/owntracks/encryption';
import { encryptFor } from '@/lib/services/encrypt-for';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { setKey } from '../../support/ingest';
import { activityOf, fix, locations, NOW, rejected, send, withIngest } from '../../support/messages';

const KEY = 'correct horse';

beforeAll(() => sodiumReady);

const encrypted = (message: object, key = KEY) => encryptFor({ encryption_key: key }, message);
const nonce = Uint8Array.from({ length: 24 }, (_, n) => n);

function withKey(key: string | null = KEY) {
  const all = withIngest();
  setKey(all.connection, all.device, key);
  return all;
}

const shown = (connection: Connection) => JSON.stringify(rejected(connection));

describe('messages of a phone with a key', () => {
  test('are what they are when opened: fixes, transitions, status', async () => {
    const { connection, device, ingest } = withKey();
    await send(ingest, { ...encrypted(fix({ batt: 81 })), _id: '0d871a61' });
    const transition = { ...fix({ lat: 52.6 }), _type: 'transition', event: 'enter', desc: 'Home', wtst: 5 };
    await send(ingest, encrypted(transition), { topic: 'owntracks/jane/phone/event' });
    await send(ingest, encrypted({ _type: 'status', android: { ps: 1 } }));
    expect(await locations(connection, device)).toMatchObject([{ battery: 81 }, { latitude: 52.6 }]);
    const kinds = (await new SqliteDeviceStore(connection).reports(device.id)).map(({ kind }) => kind);
    expect(kinds).toEqual(['status', 'transition']);
    expect(rejected(connection)).toEqual([]);
    expect(activityOf(connection, device)).toMatchObject({ last_decrypted_at: NOW, last_decrypt_failure: null });
  });

  test('as an app seals them', async () => {
    const { connection, device, ingest } = withKey();
    const data = seal(KEY, nonce, Buffer.from(JSON.stringify(fix())));
    await send(ingest, `{"_type":"encrypted","data":"${data}"}`);
    expect(await locations(connection, device)).toHaveLength(1);
  });

  test('a delete, the encrypted empty text, changes nothing', async () => {
    const { connection, ingest } = withKey();
    await send(ingest, { _type: 'encrypted', data: seal(KEY, nonce, new Uint8Array()) });
    expect(rejected(connection)).toEqual([]);
    expect(ingest.counters()).toMatchObject({ empty: 1 });
  });

  test('junk within is rejected like other junk', async () => {
    const { connection, ingest } = withKey();
    await send(ingest, { _type: 'encrypted', data: seal(KEY, nonce, Buffer.from('hello')) });
    await send(ingest, encrypted(encrypted(fix())));
    expect(rejected(connection).map(({ reason }) => reason)).toEqual(['neither JSON nor a CSV line', 'encrypted twice']);
  });

  test('a key that is given, changed or taken away counts for the next message, over an old connection, too', async () => {
    const { connection, device, ingest } = withIngest();
    const asLoggedIn = { device: { ...device } };
    await send(ingest, fix(), asLoggedIn);
    setKey(connection, device, KEY);
    await send(ingest, encrypted(fix({ lat: 1 })), asLoggedIn);
    setKey(connection, device, 'another horse');
    await send(ingest, encrypted(fix({ lat: 2 }), 'another horse'), asLoggedIn);
    setKey(connection, device, null);
    await send(ingest, fix({ lat: 3 }), asLoggedIn);
    expect((await locations(connection, device)).map(({ latitude }) => latitude)).toEqual([52.52, 1, 2, 3]);
  });
});

describe('what a phone with a key sends in the clear', () => {
  test('is kept like any other message; the device notes it, without a rejected message for each', async () => {
    const { connection, device, ingest } = withKey();
    await send(ingest, fix({ batt: 81 }));
    await send(ingest, fix({ tst: NOW / 1000 - 1, lat: 1 }), { device });
    await send(ingest, { _type: 'status', android: { ps: 1 } });
    expect(await locations(connection, device)).toMatchObject([{ battery: 81 }, { latitude: 1 }]);
    expect(await new SqliteDeviceStore(connection).reports(device.id)).toMatchObject([{ kind: 'status' }]);
    expect(rejected(connection)).toEqual([]);
    const activity = activityOf(connection, device);
    expect(activity).toMatchObject({ last_decrypt_failure: 'clear', last_decrypt_failure_at: NOW, last_decrypted_at: null });
    expect(activity?.last_seen_at).not.toBeNull();
  });

  test('on a connection from before the key was taken away is no longer noted', async () => {
    const { connection, device, ingest } = withKey();
    const asLoggedIn = { device: { ...device } };
    await send(ingest, encrypted(fix()), asLoggedIn);
    setKey(connection, device, null);
    await send(ingest, fix({ lat: 1 }), asLoggedIn);
    expect(await locations(connection, device)).toHaveLength(2);
    expect(activityOf(connection, device)?.last_decrypt_failure).toBeNull();
  });

  test('as a replay that a broker kept from before says nothing about the phone now', async () => {
    const { connection, device, ingest } = withKey();
    await send(ingest, fix(), { retained: true });
    expect(await locations(connection, device)).toHaveLength(1);
    expect(activityOf(connection, device)).toBeUndefined();
  });
});

describe('messages that can not be read', () => {
  test.each([
    ['no_key', null, encrypted, 'encrypted, no key'],
    ['wrong_key', 'wrong horse', encrypted, 'encrypted, the key of the device does not open it'],
  ] as const)('%s: acknowledged, nothing but the diagnosis is kept', async (failure, key, disguise, reason) => {
    const { connection, device, ingest } = withKey(key);
    const message = disguise(fix({ SSID: 'geheim' })) as { data?: string };
    await send(ingest, message);
    expect(await locations(connection, device)).toEqual([]);
    expect(rejected(connection)).toMatchObject([{ device_id: device.id, reason }]);
    expect(shown(connection)).not.toContain('geheim');
    if (message.data) expect(shown(connection)).not.toContain(message.data.slice(0, 40));
    expect(activityOf(connection, device)).toMatchObject({
      last_decrypt_failure: failure,
      last_decrypt_failure_at: NOW,
      last_seen_at: null,
      last_decrypted_at: null,
    });
  });

  test('data that is missing, cut or no base64 is a wrong key, whatever else there is', async () => {
    const { connection, device, ingest } = withKey();
    for (const data of [undefined, null, 42, '', 'AAEC', 'no base64 at all!']) await send(ingest, { _type: 'encrypted', data });
    expect(rejected(connection)).toHaveLength(6);
    expect(activityOf(connection, device)).toMatchObject({ last_decrypt_failure: 'wrong_key' });
  });

  test('a replay that a broker kept from before says nothing about the key now', async () => {
    const { connection, device, ingest } = withKey();
    await send(ingest, encrypted(fix(), 'an earlier key'), { retained: true });
    expect(rejected(connection)).toHaveLength(1);
    expect(activityOf(connection, device)).toBeUndefined();
  });

  test('a last will, a card and a cleared message may come in the clear: brokers and others send them', async () => {
    const { connection, device, ingest } = withKey();
    for (const message of [{ _type: 'lwt' }, { _type: 'card', name: 'Jane' }, { _type: 'cmd', action: 'dump' }, '']) {
      await send(ingest, message);
    }
    expect(rejected(connection)).toEqual([]);
    expect(activityOf(connection, device)?.last_decrypt_failure ?? null).toBeNull();
  });

  test('of no known device show no ciphertext either', async () => {
    const { connection, ingest } = withIngest();
    const message = encrypted(fix()) as { data: string };
    await send(ingest, message, { topic: 'owntracks/nobody/phone' });
    expect(rejected(connection)).toHaveLength(1);
    expect(shown(connection)).not.toContain(message.data.slice(0, 40));
  });
});
