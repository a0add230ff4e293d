import { formatters } from '@/components/common/format';

const english = formatters('en', 'Europe/Berlin');
const german = formatters('de', 'Europe/Berlin');
const now = Date.UTC(2026, 10, 21, 16, 42, 30);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('lengths and areas', () => {
  test.each([
    [0, '0 m'],
    [85.4, '85 m'],
    [999.4, '999 m'],
    [999.6, '1 km'],
    [1240, '1.24 km'],
    [50_000, '50 km'],
    [312_400, '312 km'],
  ])('%d metres is %s', (meters, text) => expect(english.distance(meters)).toBe(text));

  test('German writes a decimal comma', () => expect(german.distance(1240)).toBe('1,24 km'));

  test.each([
    [850, '850 m²'],
    [12_000, '1.2 ha'],
    [3_400_000, '3.4 km²'],
  ])('%d square metres is %s', (area, text) => expect(english.area(area)).toBe(text));
});

describe('durations', () => {
  test.each([
    [45, '45 s'],
    [720, '12 min'],
    [3599, '1 h'],
    [11_100, '3 h 5 min'],
    [187_200, '2 d 4 h'],
  ])('%d seconds is %s', (seconds, text) => expect(english.duration(seconds)).toBe(text));
});

describe('times', () => {
  test('are in the time zone of the person', () => {
    expect(english.time(now)).toBe('17:42');
    expect(formatters('en', 'America/New_York').time(now)).toBe('11:42');
    expect(english.dateTime(now)).toBe('21 Nov 2026, 17:42');
    expect(german.dateTime(now)).toBe('21. Nov. 2026, 17:42');
  });

  test('midnight is 00, not 24', () => expect(english.time(Date.UTC(2026, 10, 20, 23, 5))).toBe('00:05'));

  test('a time of today needs no day, one of this week its weekday, an older one its date', () => {
    expect(english.when(now - HOUR, now)).toBe('16:42');
    expect(english.when(now - 20 * HOUR, now)).toMatch(/^Fri,? 21:42$/);
    expect(english.when(now - 10 * 24 * HOUR, now)).toMatch(/^11 Nov,? 17:42$/);
  });

  test('have only plain spaces, so that server and browser render the same', () => {
    expect(english.exact(now)).not.toMatch(/[\u202f\u00a0]/);
  });

  test.each([
    [20_000, 'now', 'jetzt'],
    [5 * MINUTE, '5 minutes ago', 'vor 5 Minuten'],
    [119 * MINUTE, '1 hour ago', 'vor 1 Stunde'],
    [25 * HOUR, 'yesterday', 'gestern'],
  ])('%d ms ago in words', (age, inEnglish, inGerman) => {
    expect(english.relative(now - age, now)).toBe(inEnglish);
    expect(german.relative(now - age, now)).toBe(inGerman);
  });
});
