import { knownTimeZone, negotiateLanguage } from '@/app/negotiate';

const languages = ['en', 'de'] as const;

describe('language', () => {
  test.each([
    [undefined, null, 'en'],
    [undefined, 'de-AT,de;q=0.9,en;q=0.8', 'de'],
    [undefined, 'fr,en;q=0.5,de;q=0.7', 'de'],
    [undefined, 'de;q=0, en;q=0.1', 'en'],
    ['de', 'en', 'de'],
    ['xx', 'de', 'de'],
  ] as const)('cookie %s and header %s give %s', (cookie, header, expected) => {
    expect(negotiateLanguage(languages, cookie, header)).toBe(expected);
  });
});

describe('time zone', () => {
  test('a known name is kept, nonsense is not', () => {
    expect(knownTimeZone('Europe/Berlin')).toBe('Europe/Berlin');
    expect(knownTimeZone('Mars/Olympus')).toBeNull();
    expect(knownTimeZone(undefined)).toBeNull();
  });
});
