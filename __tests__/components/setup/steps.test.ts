import { deviceNameFrom, stepHref, stepToShow, tokenIn } from '@/components/setup/steps';

describe('the step to show', () => {
  test('is the one that was asked for', () => expect(stepToShow('mail', { devices: false, zones: false })).toBe('mail'));

  test('is else the first that is not done', () => {
    expect(stepToShow(undefined, { devices: false, zones: true })).toBe('device');
    expect(stepToShow(undefined, { devices: true, zones: false })).toBe('zone');
    expect(stepToShow('nonsense', { devices: true, zones: true })).toBe('mail');
  });

  test('has an address that keeps the device', () => expect(stepHref('zone', 7)).toBe('/setup?step=zone&device=7'));
});

describe('a device name from what people call it', () => {
  test.each([
    ["Jane's Pixel 8", 'janes-pixel-8'],
    ['Jürgens Straßenhandy', 'jurgens-strassenhandy'],
    ['  phone  ', 'phone'],
    ['📱', ''],
    [`${'a'.repeat(31)} b`, 'a'.repeat(31)],
  ])('%s becomes %s', (name, device) => expect(deviceNameFrom(name)).toBe(device));
});

describe('the token in what was pasted', () => {
  test.each([
    ['abc_-9', 'abc_-9'],
    [' http://localhost:3000/setup?token=abc_-9 ', 'abc_-9'],
    ['http://localhost:3000/setup?x=1&token=abc#end', 'abc'],
  ])('%s', (pasted, token) => expect(tokenIn(pasted)).toBe(token));
});
