import { formatDuration, formatLength, formatMoment, formatTimeBeside } from '@/emails/format';

const AT = Date.UTC(2026, 0, 15, 13, 2);

test.each([
  [0, '0 s', '0 Sek.'],
  [45, '45 s', '45 Sek.'],
  [60, '1 min', '1 Min.'],
  [90, '2 min', '2 Min.'],
  [3_599, '1 h', '1 Std.'],
  [18_720, '5 h 12 min', '5 Std. 12 Min.'],
  [86_399, '1 d', '1 Tg.'],
  [2 * 86_400 + 3 * 3_600 + 1_700, '2 d 3 h', '2 Tg. 3 Std.'],
  [-5, '0 s', '0 Sek.'],
])('%d seconds are %s', (seconds, english, german) => {
  expect(formatDuration(seconds, 'en')).toBe(english);
  expect(formatDuration(seconds, 'de')).toBe(german);
});

test.each([
  [35.4, '35 m', '35 m'],
  [999.4, '999 m', '999 m'],
  [999.6, '1 km', '1 km'],
  [3_450, '3.5 km', '3,5 km'],
  [1_234_567, '1,234.6 km', '1.234,6 km'],
])('%d metres are %s', (meters, english, german) => {
  expect(formatLength(meters, 'en')).toBe(english);
  expect(formatLength(meters, 'de')).toBe(german);
});

test('a moment is told in the time zone of the reader, by name', () => {
  expect(formatMoment(AT, { language: 'en', time_zone: 'Europe/Berlin' })).toMatch(/^Thursday,? 15 January 2026 at 14:02 CET$/);
  expect(formatMoment(AT, { language: 'de', time_zone: 'Europe/Berlin' })).toBe('Donnerstag, 15. Januar 2026 um 14:02 MEZ');
  expect(formatMoment(AT, { language: 'en', time_zone: 'Asia/Tokyo' })).toContain('22:02');
});

test('a time zone this machine does not know becomes UTC, and says so', () => {
  expect(formatMoment(AT, { language: 'en', time_zone: 'Mars/Olympus' })).toContain('13:02 UTC');
});

test('a time on another day brings its day along', () => {
  const reader = { language: 'en', time_zone: 'Europe/Berlin' } as const;
  expect(formatTimeBeside(AT, AT + 3_600_000, reader)).toBe('14:02');
  expect(formatTimeBeside(AT, AT + 12 * 3_600_000, reader)).toBe('15 January 2026, 14:02');
});
