import { deviceKey, isAtOrBelow, spelledFor, splitTopic } from '@/lib/domain/owntracks/topic';

describe('a topic', () => {
  test.each([
    ['owntracks/jane/phone', 'jane', 'phone', ''],
    ['/owntracks/jane/phone', 'jane', 'phone', ''],
    ['OwnTracks/Jane/Phone/event', 'Jane', 'Phone', 'event'],
    ['owntracks/jane/my phone 2.0/a/b', 'jane', 'my phone 2.0', 'a/b'],
    ['owntracks/42/5EF2A3F0-0000-4000-8000-000000000000', '42', '5EF2A3F0-0000-4000-8000-000000000000', ''],
  ])('%s is taken apart', (topic, user, device, suffix) => {
    expect(splitTopic(topic)).toEqual({ user, device, suffix });
  });

  test.each([
    '',
    '/',
    'owntracks',
    'owntracks/jane',
    'owntracks//phone',
    'owntracks/jane/',
    '//owntracks/jane/phone',
    'other/jane/phone',
  ])('%j is none of a device', (topic) => {
    expect(splitTopic(topic)).toBeNull();
  });

  test('belongs to a device whatever its letter case', () => {
    expect(deviceKey('Jane', 'PHONE')).toBe(deviceKey('jane', 'phone'));
    expect(isAtOrBelow('/OWNTRACKS/JANE/PHONE/cmd', 'jane', 'Phone')).toBe(true);
  });

  test('belongs to a device whose name has hyphens where the phone writes spaces', () => {
    expect(isAtOrBelow('owntracks/Jane Doe/My Phone/event', 'jane-doe', 'my-phone')).toBe(true);
    expect(spelledFor('owntracks/Jane Doe/My Phone/cmd', 'owntracks/jane-doe/my-phone/cmd')).toBe(
      'owntracks/Jane Doe/My Phone/cmd',
    );
    expect(isAtOrBelow('owntracks/Jane Doe/My Phone', 'janedoe', 'my-phone')).toBe(false);
  });

  test.each([
    'owntracks/jane/phone2',
    'owntracks/jane',
    'owntracks/+/+',
    'owntracks/jane/#',
    '#',
    'owntracks/jane/+/cmd',
    'owntracks/bob/phone',
  ])('%s is not at or below owntracks/jane/phone', (topic) => {
    expect(isAtOrBelow(topic, 'jane', 'phone')).toBe(false);
  });
});
