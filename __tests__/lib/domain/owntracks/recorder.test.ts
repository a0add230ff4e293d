import { fix } from '@/__tests__/lib/storage/contract/fixture';
import type { Location, NewLocation } from '@/lib/domain/model';
import { payloadOf } from '@/lib/domain/owntracks/payload';
import { recorderLast, recorderLocation } from '@/lib/domain/owntracks/recorder';
import { beaconPayload, transitionPayload } from '@/lib/domain/owntracks/recorder-news';
import { readRecorderTime, recorderSpan, ZoneWriter } from '@/lib/domain/owntracks/recorder-time';

const NOW = Date.UTC(2026, 4, 1, 12, 0, 0);
const seconds = (iso: string) => Date.parse(iso) / 1000;
const location = (change: Partial<NewLocation> = {}): Location => ({ id: 1, ...fix(7, NOW, { accuracy: null, ...change }) });

describe('a stored fix as a message', () => {
  test('has only what the phone said, under OwnTracks’ names; zero and empty are values', () => {
    expect(payloadOf(location({ altitude: 0, battery: 0, in_regions: [] }))).toEqual({
      _type: 'location',
      lat: 52.52,
      lon: 13.405,
      alt: 0,
      batt: 0,
      inregions: [],
      tst: NOW / 1000,
    });
  });

  test('writes every field back', () => {
    const full = {
      ...{ accuracy: 12, altitude: 84, vertical_accuracy: 2, velocity: 4, course: 270, battery: 81, battery_status: 1 },
      ...{ trigger: 'u', monitoring_mode: 1, connection: 'm', ssid: 'lake', bssid: 'c4:0a', pressure: 99.8, tid: 'xa' },
      ...{ in_regions: ['Home'], tag: 'tour', poi: 'Pier', created_at: NOW + 2_900 },
    };
    expect(payloadOf(location(full))).toEqual({
      ...{ _type: 'location', lat: 52.52, lon: 13.405, tst: NOW / 1000, created_at: NOW / 1000 + 2 },
      ...{ acc: 12, alt: 84, vac: 2, vel: 4, cog: 270, batt: 81, bs: 1, t: 'u', m: 1, conn: 'm' },
      ...{ SSID: 'lake', BSSID: 'c4:0a', p: 99.8, tid: 'xa', inregions: ['Home'], tag: 'tour', poi: 'Pier' },
    });
  });

  test('what came under other names stays, but never in place of what is known and never as null', () => {
    const extra = { motionactivities: ['walking'], tst: 'yesterday', lat: 1, odd: null, _type: 'card' };
    expect(payloadOf(location({ extra }))).toEqual({
      ...{ _type: 'location', lat: 52.52, lon: 13.405, tst: NOW / 1000 },
      motionactivities: ['walking'],
    });
  });
});

describe('the Recorder’s element of a fix', () => {
  test('tells the time in its forms and on the clock of the owner', () => {
    expect(recorderLocation(location(), 'owntracks/Otto/Phone', new ZoneWriter('Europe/Berlin'))).toEqual({
      ...{ _type: 'location', lat: 52.52, lon: 13.405, tst: NOW / 1000, topic: 'owntracks/Otto/Phone', ghash: 'u33dc0c' },
      ...{ isorcv: '2026-05-01T12:00:00Z', isotst: '2026-05-01T12:00:00Z', disptst: '2026-05-01 12:00:00' },
      ...{ tzname: 'Europe/Berlin', isolocal: '2026-05-01T14:00:00+0200' },
    });
  });

  test('the newest one names the device in small letters, and the topic as it is', () => {
    const device = { handle: 'Otto', device: 'Phone', name: 'Otto’s', face: null };
    const last = recorderLast(location({ extra: { username: 'eve', name: 'Eve', face: 'x' } }), device, new ZoneWriter('UTC'));
    expect(last).toMatchObject({ topic: 'owntracks/Otto/Phone', username: 'otto', device: 'phone', name: 'Otto’s' });
    expect(last).not.toHaveProperty('isorcv');
  });
});

describe('clocks of zones', () => {
  test.each([
    ['UTC', '2026-05-01T12:00:00Z', '2026-05-01T12:00:00+0000'],
    ['Europe/Berlin', '2026-01-01T23:30:00Z', '2026-01-02T00:30:00+0100'],
    ['America/St_Johns', '2026-01-01T02:00:00Z', '2025-12-31T22:30:00-0330'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01T05:45:00+0545'],
  ])('%s', (zone, utc, local) => {
    expect(new ZoneWriter(zone).write(seconds(utc))).toBe(local);
  });

  test('follow a change of the clock from its second on, forwards and back', () => {
    const clock = new ZoneWriter('Europe/Berlin');
    const change = seconds('2026-03-29T01:00:00Z');
    expect([change - 1, change, change - 1].map((at) => clock.write(at))).toEqual([
      '2026-03-29T01:59:59+0100',
      '2026-03-29T03:00:00+0200',
      '2026-03-29T01:59:59+0100',
    ]);
  });
});

describe('times as the Recorder reads them', () => {
  test.each([
    ['2025-07-09T18:20:05', '2025-07-09T18:20:05Z'],
    ['2025-07-09T18:20', '2025-07-09T18:20:00Z'],
    ['2025-07-09T18', '2025-07-09T18:00:00Z'],
    ['2025-07-09', '2025-07-09T00:00:00Z'],
    ['2025-07', '2025-07-01T00:00:00Z'],
    ['2025-7-9', '2025-07-09T00:00:00Z'],
    // Zones and whatever else follows are ignored.
    ['2025-07-09T18:20:05+02:00', '2025-07-09T18:20:05Z'],
    ['2025-07-09T18:20:05.123Z', '2025-07-09T18:20:05Z'],
    ['2025-07-09 18:20:05', '2025-07-09T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ])('%s', (text, utc) => {
    expect(readRecorderTime(text)).toBe(seconds(utc));
  });

  test.each([
    '1754215100',
    'yesterday',
    '',
    '2025',
    '2025-13',
    '2025-00-01',
    '2025-02-30',
    '2025-07-09T25',
    '2025-07-09T10:61',
    '-1',
  ])('not %p', (text) => {
    expect(readRecorderTime(text)).toBeNull();
  });

  test('without words it is the last six hours; from alone lasts until now', () => {
    const now = NOW / 1000;
    expect(recorderSpan(null, null, NOW + 999)).toEqual({ after: now - 6 * 3600, before: now });
    expect(recorderSpan('2026-04', null, NOW)).toEqual({ after: seconds('2026-04-01T00:00:00Z'), before: now });
  });

  test('the end may not lie before the beginning', () => {
    expect(recorderSpan('2026-05-01', '2026-04-01', NOW)).toBe(
      'from is 2026-05-01T00:00:00Z; it must not be after to, 2026-04-01T00:00:00Z',
    );
    expect(recorderSpan('x', null, NOW)).toMatch(/^from is "x"; it must be a time like/);
    expect(recorderSpan(null, '1754215100', NOW)).toMatch(/^to is "1754215100"; it must be/);
  });
});

describe('news of a phone as the messages that they were', () => {
  test('a transition, with a place and without', () => {
    const transition = {
      ...{ id: 1, device_id: 7, event: 'leave' as const, region: 'Home', region_created_at: NOW - 5_000, region_id: 'ab12cd' },
      ...{ trigger: 'c', latitude: 52.5, longitude: 13.4, accuracy: 20, occurred_at: NOW, received_at: NOW + 500 },
    };
    expect(transitionPayload(transition)).toEqual({
      ...{ _type: 'transition', event: 'leave', desc: 'Home', wtst: NOW / 1000 - 5, rid: 'ab12cd', t: 'c' },
      ...{ lat: 52.5, lon: 13.4, acc: 20, tst: NOW / 1000 },
    });
    const bare = { region: '', region_created_at: null, region_id: null, trigger: null, latitude: null, longitude: null };
    expect(transitionPayload({ ...transition, ...bare, accuracy: null })).toEqual({
      ...{ _type: 'transition', event: 'leave', tst: NOW / 1000 },
    });
  });

  test('a beacon', () => {
    const sighting = {
      ...{ id: 1, device_id: 7, beacon: 'cca4:1:2', name: 'Keys', first_at: NOW - 9_000, last_at: NOW, count: 3 },
      ...{ rssi: -60, proximity: 0, distance_meters: 1.5 },
    };
    expect(beaconPayload(sighting)).toEqual({
      ...{ _type: 'beacon', desc: 'Keys', uuid: 'cca4', major: 1, minor: 2, tst: NOW / 1000, acc: 1.5, rssi: -60, prox: 0 },
    });
  });
});
