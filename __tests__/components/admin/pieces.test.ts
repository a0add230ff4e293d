import { initialsOf, isDeviceId, suggestDeviceId } from '@/components/admin/devices/device-id';
import { sortRows, toggled } from '@/components/admin/table/sort';
import { generatePassword, passwordFrom } from '@/components/admin/users/password';
import { areaOf, lengthOf } from '@/components/admin/zones/size';

describe('device ids', () => {
  test.each([
    ["Anna's Pixel 8", 'annas-pixel-8'],
    ['Größe Straße', 'groesse-strasse'],
    ['  Café – Tablet  ', 'cafe-tablet'],
    ['東京', ''],
  ])('%s suggests %s', (name, id) => {
    expect(suggestDeviceId(name)).toBe(id);
  });

  test('separators and wildcards of topics are no part of an id', () => {
    expect(['phone', 'Pixel_8.a', '7'].every(isDeviceId)).toBe(true);
    expect(['', 'a/b', 'a+b', '#', '-a', 'a b', 'x'.repeat(65)].some(isDeviceId)).toBe(false);
  });

  test('initials stand for a name', () => {
    expect(['Anna Berg', 'phone', 'a-b_c', '', '東京'].map(initialsOf)).toEqual(['AB', 'PH', 'AC', '?', '東京']);
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

describe('sizes', () => {
  test('lengths and areas take the unit people use', () => {
    expect(lengthOf(249.6)).toEqual({ value: 250, unit: 'm', fractionDigits: 0 });
    expect(lengthOf(1500)).toEqual({ value: 1.5, unit: 'km', fractionDigits: 1 });
    expect(areaOf(9_999).unit).toBe('m²');
    expect(areaOf(52_000)).toEqual({ value: 5.2, unit: 'ha', fractionDigits: 1 });
    expect(areaOf(7_850_000_000)).toEqual({ value: 7850, unit: 'km²', fractionDigits: 0 });
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
