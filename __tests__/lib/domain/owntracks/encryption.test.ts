import { open, seal, sodiumReady } from '@/lib/domain/owntracks/encryption';
import { encryptFor } from '@/lib/services/encrypt-for';

const KEY = 'correct horse';
const NONCE = Uint8Array.from({ length: 24 }, (_, n) => n);
const CLEAR = '{"_type":"lwt","tst":1700000000}';
const DATA = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXrPkjJEZep+R3HZe0ublusKwP6tI472fOl80/TtNI0LjMF6dyCaVMw+uYZknEd/MG';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const text = (opened: Uint8Array | null) => (opened === null ? null : Buffer.from(opened).toString());

beforeAll(() => sodiumReady);

describe('payload encryption', () => {
  test('is that of the apps, both ways', () => {
    expect(seal(KEY, NONCE, bytes(CLEAR))).toBe(DATA);
    expect(text(open(KEY, DATA))).toBe(CLEAR);
  });

  test('a delete, the encrypted empty text, opens as one', () => {
    expect(text(open(KEY, seal(KEY, NONCE, bytes(''))))).toBe('');
  });

  test('keys of 1 to 32 bytes in UTF-8', () => {
    for (const key of ['x', 'ß'.repeat(16), '0'.repeat(32)]) expect(text(open(key, seal(key, NONCE, bytes(CLEAR))))).toBe(CLEAR);
    expect(() => seal('ß'.repeat(17), NONCE, bytes(CLEAR))).toThrow('34 bytes');
  });

  test('another key, a changed bit, a cut box and no box at all do not open', () => {
    const changed = Buffer.from(DATA, 'base64');
    changed[30] = (changed[30] as number) ^ 1;
    const bad = [changed.toString('base64'), DATA.slice(0, 60), DATA.slice(0, 20), '', 'no base64 at all!', `${DATA}AAAA`];
    expect(open('wrong horse', DATA)).toBeNull();
    expect(bad.map((data) => open(KEY, data))).toEqual(bad.map(() => null));
  });
});

describe('what is said to a phone', () => {
  test('is encrypted for one with a key, a list too, never twice with the same nonce', () => {
    const command = { _type: 'cmd', action: 'reportLocation' };
    const [one, other] = [encryptFor({ encryption_key: KEY }, command), encryptFor({ encryption_key: KEY }, command)];
    expect(one).toEqual({ _type: 'encrypted', data: expect.any(String) });
    expect(one).not.toEqual(other);
    expect(text(open(KEY, (one as { data: string }).data))).toBe(JSON.stringify(command));
    const list = encryptFor({ encryption_key: KEY }, [command]) as { data: string };
    expect(text(open(KEY, list.data))).toBe(JSON.stringify([command]));
  });

  test('is in the clear for one without', () => {
    expect(encryptFor({ encryption_key: null }, [])).toEqual([]);
  });
});
