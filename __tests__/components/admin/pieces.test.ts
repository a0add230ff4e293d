import { isDeviceId } from '@/components/admin/devices/device-id';
import { sortRows, toggled } from '@/components/admin/table/sort';
import { generatePassword, passwordFrom } from '@/components/admin/users/password';

describe('device ids', () => {
  test('separators and wildcards of topics are no part of an id', () => {
    expect(['phone', 'Pixel_8.a', '7'].every(isDeviceId)).toBe(true);
    expect(['', 'a/b', 'a+b', '#', 'a b', 'x'.repeat(65)].some(isDeviceId)).toBe(false);
  });
});

describe('generated passwords', () => {
  test('have four groups without look-alikes', () => {
    expect(passwordFrom(Uint8Array.from({ length: 20 }, (_, i) => i))).toBe('abcde-fghij-kmnpq-rstuv');
    expect(generatePassword()).toMatch(/^([a-hjkmnp-z2-9i]{5}-){3}[a-hjkmnp-z2-9i]{5}$/);
  });

  test('differ', () => {
    expect(new Set(Array.from({ length: 50 }, generatePassword)).size).toBe(50);
  });
});

describe('sorting', () => {
  const rows = [{ name: 'Zone 10' }, { name: 'ähnlich' }, { name: 'zone 9' }, { name: null }];
  const names = (descending: boolean) =>
    sortRows(rows, { key: 'name', descending }, (row) => row.name, 'de').map((row) => row.name);

  test("follows the language's rules, numbers by value, nothing last", () => {
    expect(names(false)).toEqual(['ähnlich', 'zone 9', 'Zone 10', null]);
    expect(names(true)).toEqual(['Zone 10', 'zone 9', 'ähnlich', null]);
  });

  test('a second click turns the order round, another column begins upwards', () => {
    expect(toggled({ key: 'name', descending: false }, 'name')).toEqual({ key: 'name', descending: true });
    expect(toggled<string>({ key: 'name', descending: true }, 'created')).toEqual({ key: 'created', descending: false });
  });
});
