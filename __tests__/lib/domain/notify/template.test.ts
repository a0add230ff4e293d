import fc from 'fast-check';
import { fillLine, fillText, mentions, PLACEHOLDERS, problemsOf } from '@/lib/domain/notify/template';

const values = { device: 'Anna', zone: 'Home', time: '14:02' };

describe('filling', () => {
  test.each([
    ['{device} is at {zone}', 'Anna is at Home'],
    ['{ device } at { zone }', 'Anna at Home'],
    ['{{device}} is literal', '{device}} is literal'],
    ['{nobody} stays', '{nobody} stays'],
    ['open {device', 'open {device'],
    ['{device {zone}', '{device Home'],
    ['a } alone', 'a } alone'],
    ['{}', '{}'],
    ['{accuracy} unknown', 'unknown'],
    ['', ''],
  ])('%j becomes %j', (template, filled) => {
    expect(fillText(template, 'enter', values)).toBe(filled);
  });

  test('a value is never read as a template', () => {
    expect(fillText('{device}', 'enter', { device: '{zone}', zone: 'Home' })).toBe('{zone}');
  });

  test('keeps the lines of a text, one empty line at most between them, and no line of a value', () => {
    expect(fillText(' a \r\n\r\n\r\n\r\nb\u2028{device}', 'enter', { device: 'x\ny' })).toBe('a\n\nb x y');
  });

  test('a subject is one line, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (template, device) => {
        expect(fillLine(`${template}{device}`, 'enter', { device })).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });

  test('each placeholder of a kind is filled', () => {
    for (const [kind, names] of Object.entries(PLACEHOLDERS)) {
      const all = Object.fromEntries(names.map((name) => [name, `<${name}>`]));
      const filled = fillText(names.map((name) => `{${name}}`).join(' '), kind as keyof typeof PLACEHOLDERS, all);
      expect(filled).toBe(names.map((name) => `<${name}>`).join(' '));
    }
  });
});

describe('problems', () => {
  test.each([
    ['{device} is at {zone}', []],
    ['{{nobody}', []],
    ['ab {nobody}', [{ code: 'unknown', name: 'nobody', at: 3 }]],
    ['{Device}', [{ code: 'unknown', name: 'Device', at: 0 }]],
    ['{}', [{ code: 'unknown', name: '', at: 0 }]],
    ['at {zone', [{ code: 'unclosed', name: 'zone', at: 3 }]],
    ['{zone\n}', [{ code: 'unclosed', name: 'zone', at: 0 }]],
    [
      '{x} {device {y}',
      [
        { code: 'unknown', name: 'x', at: 0 },
        { code: 'unclosed', name: 'device', at: 4 },
        { code: 'unknown', name: 'y', at: 12 },
      ],
    ],
  ])('of %j', (template, problems) => {
    expect(problemsOf(template, 'enter')).toEqual(problems);
  });

  test('what a kind does not have is unknown to it', () => {
    expect(problemsOf('{stay}', 'exit')).toEqual([]);
    expect(problemsOf('{stay}', 'enter')).toHaveLength(1);
    expect(problemsOf('{zone}', 'device')).toHaveLength(1);
  });
});

test('says whether a template tells something', () => {
  expect(mentions('at {time}', ['time', 'date'])).toBe(true);
  expect(mentions('at {{time}', ['time'])).toBe(false);
  expect(mentions('at {time', ['time'])).toBe(false);
});
