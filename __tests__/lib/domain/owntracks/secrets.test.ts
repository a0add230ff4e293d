import { parseMessage } from '@/lib/domain/owntracks/parse';
import { excerptOf, withoutSecrets } from '@/lib/domain/owntracks/secrets';

const SECRET = 'geheim12';
const text = (value: unknown) => JSON.stringify(value);

describe('settings without secrets', () => {
  test.each([
    { password: SECRET },
    { Password: SECRET, ENCRYPTIONKEY: SECRET, encryption_key: SECRET, secretKey: SECRET },
    {
      passphrase: SECRET,
      clientpkcs: SECRET,
      clientPkcsPassphrase: SECRET,
      tlsClientCrtPassword: SECRET,
      pass: SECRET,
      PIN: SECRET,
    },
    { password: 12345678 },
    { httpHeaders: `Authorization: Bearer ${SECRET}\\nX-Key: ${SECRET}` },
    { httpHeaders: { 'X-Anything': SECRET } },
    { nested: [{ deep: { password: [SECRET] } }] },
    { url: `https://jane:${SECRET}@example.org/pub` },
    { url: `https://example.org/pub?token=${SECRET}&u=jane` },
    { url: `https://example.org/pub#${SECRET}` },
    { url: `https://example.org/api/webhook/${SECRET}abcdef0123456789` },
    { note: `owntracks:///config?inline=${SECRET}` },
    { note: `Authorization: Basic ${SECRET}` },
    { note: `{"password":"${SECRET}"}` },
    { note: `{\\"encryptionKey\\":\\"${SECRET}\\"}` },
    { note: `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----` },
  ])('%j', (settings) => {
    const shown = text(withoutSecrets(settings));
    expect(shown).not.toContain('geheim');
    expect(shown).not.toContain('12345678');
    expect(shown).toContain('***');
    expect(excerptOf(Buffer.from(text(settings)), settings)).not.toContain('geheim');
  });

  test('what is no secret stays', () => {
    const settings = {
      ...{ mode: 0, host: 'example.org', username: 'jane', deviceId: 'phone', auth: true, usePassword: true, keepalive: 60 },
      ...{ password: '', url: 'https://example.org/pub', monitoring: 1, pubTopicBase: 'owntracks/%u/%d', tid: 'xa', cmd: null },
    };
    expect(withoutSecrets(settings)).toEqual(settings);
  });

  test('long texts of one kind of letter take no time', () => {
    const hostile = ['a', '\\', 'key', '"', 'https://', '/1', ' '].map((part) => part.repeat(200_000));
    const begun = performance.now();
    for (const note of hostile) {
      withoutSecrets({ note });
      excerptOf(Buffer.from(note));
    }
    expect(performance.now() - begun).toBeLessThan(1500);
  });
});

describe('a dump', () => {
  const dump = {
    _type: 'dump',
    _id: '0d871a61',
    configuration: {
      ...{ _type: 'configuration', mode: 3, url: `https://jane:${SECRET}@example.org/pub`, encryptionKey: SECRET },
      ...{ waypoints: [{ desc: 'Home', lat: 1, lon: 2 }], monitoring: 2 },
    },
  };

  test('is kept as a report: the settings without secrets and regions', () => {
    const message = parseMessage(Buffer.from(text(dump)), 7, 1000);
    expect(message).toMatchObject({ kind: 'dump', reports: [{ kind: 'dump', key: '', occurred_at: 1000 }] });
    if (message.kind !== 'dump') throw new Error('no dump');
    expect(message.reports[0]?.payload).toEqual({
      ...{ mode: 3, url: 'https://***@example.org/pub', encryptionKey: '***', monitoring: 2 },
    });
  });

  test.each([{ _type: 'dump' }, { _type: 'dump', configuration: null }, { _type: 'dump', configuration: 'x', password: SECRET }])(
    '%j is understood',
    (message) => {
      const parsed = parseMessage(Buffer.from(text(message)), 7, 1000);
      expect(parsed.kind).toBe('dump');
      expect(text(parsed)).not.toContain('geheim');
    },
  );

  test('of monstrous size is kept without its settings', () => {
    const settings = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`setting number ${n}`, 'x'.repeat(20)]));
    const parsed = parseMessage(Buffer.from(text({ _type: 'dump', configuration: settings })), 7, 1000);
    expect(parsed).toMatchObject({ kind: 'dump', reports: [{ payload: {} }] });
    expect(text(parsed).length).toBeLessThan(300);
  });
});
