import fc from 'fast-check';
import { generateDevicePassword } from '@/lib/services/device-password';
import { provisioningLink } from '@/lib/services/provisioning';
import { SecretBox } from '@/lib/services/secret-box';
import { handleFromEmail } from '@/lib/services/users';

describe('sealed secrets', () => {
  const box = new SecretBox('the secret of this installation');

  test('come out as they went in', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => box.open('x', box.seal('x', text)) === text));
  });

  test('do not open with another secret, for another purpose, or when changed', () => {
    const sealed = box.seal('device password', 'abcd-efgh');
    expect(new SecretBox('another secret').open('device password', sealed)).toBeNull();
    expect(box.open('device encryption key', sealed)).toBeNull();
    const [version, iv, tag, text] = sealed.split('.');
    const flipped = `${text?.startsWith('A') ? 'B' : 'A'}${text?.slice(1)}`;
    expect(box.open('device password', [version, iv, tag, flipped].join('.'))).toBeNull();
    for (const junk of ['', 'v1', 'v1...', 'v2.a.b.c', 'abcd-efgh']) expect(box.open('device password', junk)).toBeNull();
  });

  test('are sealed differently each time', () => {
    expect(box.seal('x', 'same')).not.toBe(box.seal('x', 'same'));
  });
});

test('device passwords are easy to type, and no two are alike', () => {
  const passwords = Array.from({ length: 1000 }, generateDevicePassword);
  for (const password of passwords) expect(password).toMatch(/^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){4}$/);
  expect(new Set(passwords).size).toBe(1000);
  expect(new Set(passwords.join('').replaceAll('-', '')).size).toBe(32);
});

test('a provisioning link survives form decoding, which Android does', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })), (values) => {
      const configuration = JSON.parse(JSON.stringify({ _type: 'configuration', ...values })) as Record<string, unknown>;
      const inline = new URLSearchParams(provisioningLink(configuration).split('?')[1]).get('inline') ?? '';
      expect(JSON.parse(Buffer.from(inline, 'base64').toString('utf8'))).toEqual(configuration);
    }),
  );
});

test.each([
  ['jane@example.org', 'jane'],
  ['Jane.Doe+phone@example.org', 'jane.doe-phone'],
  ['jörg.müller@example.org', 'jorg.muller'],
  ['..x..@example.org', 'x'],
  ['Ω@example.org', 'user'],
  ['a/b#c@example.org', 'a-b-c'],
  [`${'a'.repeat(31)}-b@example.org`, 'a'.repeat(31)],
])('the handle of %s is %s', (email, handle) => {
  expect(handleFromEmail(email)).toBe(handle);
});
