import { deviceKey, isAtOrBelow, isCommandTopic, isFriendsFilter, spelledFor, splitTopic } from '@/lib/domain/owntracks/topic';

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

describe('a subscriber', () => {
  test.each([
    ['owntracks/Jane/phone/cmd', 'owntracks/jane/phone/cmd', 'owntracks/Jane/phone/cmd'],
    ['/owntracks/+/+', 'owntracks/bob/phone', '/owntracks/bob/phone'],
    ['owntracks/bob/#', 'owntracks/Bob/phone/event', 'owntracks/bob/phone/event'],
    ['owntracks/bob/phone/#', 'owntracks/bob/phone', 'owntracks/bob/phone'],
    ['#', 'owntracks/bob/phone', 'owntracks/bob/phone'],
    ['owntracks/+/+', 'owntracks/bob/phone/event', null],
    ['owntracks/+/+/event', 'owntracks/bob/phone', null],
    ['owntracks/bob/tablet', 'owntracks/bob/phone', null],
  ])('of %s sees %s as %j', (filter, topic, expected) => {
    expect(spelledFor(filter, topic)).toBe(expected);
  });

  test('asks for friends with wildcards in place of user and device', () => {
    expect(['owntracks/+/+', '/owntracks/+/+/info'].every(isFriendsFilter)).toBe(true);
    expect(['#', 'owntracks/bob/+', 'owntracks/+/phone', 'owntracks/#'].some(isFriendsFilter)).toBe(false);
  });
});

test('commands have a topic of their own', () => {
  expect(['owntracks/jane/phone/cmd', '/OwnTracks/jane/phone/CMD'].every(isCommandTopic)).toBe(true);
  expect(['owntracks/jane/phone', 'owntracks/jane/cmd', 'owntracks/jane/phone/cmd/x'].some(isCommandTopic)).toBe(false);
});
