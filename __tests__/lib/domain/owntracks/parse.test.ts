import fc from 'fast-check';
import type { NewLocation } from '@/lib/domain/model';
import type { OwnTracksMessage } from '@/lib/domain/owntracks/message';
import { parseMessage } from '@/lib/domain/owntracks/parse';
import android from '../../../fixtures/owntracks/android-location.json';
import ios from '../../../fixtures/owntracks/ios-location.json';

const DEVICE = 7;
const RECEIVED = 1_754_215_200_000;
const DAY = 86_400_000;

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const parse = (value: unknown) => parseMessage(bytes(value), DEVICE, RECEIVED);
const base = { _type: 'location', lat: 52.52, lon: 13.405, tst: 1_754_215_098 };

function locationOf(members: object): NewLocation {
  const message = parse({ ...base, ...members });
  if (message.kind !== 'location') throw new Error(`it is ${JSON.stringify(message)}`);
  return message.location;
}

const reasonOf = (message: OwnTracksMessage) => (message.kind === 'rejected' ? message.reason : message.kind);

describe('the location of a phone', () => {
  test('Android: every member in its field, its internals dropped', () => {
    expect(parse(android)).toEqual({
      kind: 'location',
      location: {
        device_id: DEVICE,
        latitude: 52.52,
        longitude: 13.405,
        accuracy: 12,
        altitude: 84,
        vertical_accuracy: 2,
        velocity: 4,
        course: 270,
        battery: 81,
        battery_status: 1,
        trigger: 'u',
        monitoring_mode: 1,
        connection: 'm',
        ssid: null,
        bssid: null,
        pressure: null,
        tid: 'xa',
        in_regions: ['Home'],
        tag: null,
        poi: null,
        occurred_at: 1_754_215_098_000,
        created_at: 1_754_215_100_000,
        received_at: RECEIVED,
        extra: null,
      },
    });
  });

  test('iOS: small ssid and bssid, an empty list of regions stays one, the rest is kept under its own name', () => {
    const message = parse(ios);
    expect(message).toMatchObject({
      kind: 'location',
      location: {
        ssid: 'lakeside',
        bssid: 'c4:0a:7:1e:22:9',
        pressure: 99.871,
        in_regions: [],
        velocity: 0,
        created_at: null,
        extra: { inrids: [], motionactivities: ['stationary'] },
      },
    });
  });

  test('old apps write SSID and BSSID large', () => {
    expect(locationOf({ SSID: 'Home', BSSID: '00:11' })).toMatchObject({ ssid: 'Home', bssid: '00:11', extra: null });
  });

  test('members without a field stay under their OwnTracks names', () => {
    const more = { source: 'gps', odometer: 12, rad: 5, nested: { a: [1, null] } };
    expect(locationOf(more).extra).toEqual(more);
  });

  test('leaked internals are not kept', () => {
    const leaked = { qos: 1, retained: true, topic: 'owntracks/a/b', _id: '0d871a61' };
    expect(locationOf(leaked).extra).toBeNull();
  });

  test('a name that would change the prototype is not kept', () => {
    const message = parse('{"_type":"location","lat":1,"lon":2,"tst":1754215098,"__proto__":{"a":1},"x":1}');
    expect(message).toMatchObject({ kind: 'location', location: { extra: { x: 1 } } });
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  test('numbers may come as text', () => {
    const text = { lat: '52.1', lon: ' -13.5 ', acc: '12', batt: '81', alt: '-3', vel: '5', tst: '1754215098', tid: 7 };
    expect(locationOf(text)).toMatchObject({
      latitude: 52.1,
      longitude: -13.5,
      accuracy: 12,
      battery: 81,
      altitude: -3,
      velocity: 5,
      occurred_at: 1_754_215_098_000,
      tid: '7',
    });
  });

  test.each([null, true, 'n/a', '', {}, [], '0x10', '1,5'])('%j says nothing: null, never 0', (value) => {
    const silent = locationOf({
      acc: value,
      alt: value,
      vac: value,
      vel: value,
      cog: value,
      batt: value,
      bs: value,
      m: value,
      p: value,
    });
    const { accuracy, altitude, vertical_accuracy, velocity, course, battery, battery_status, monitoring_mode, pressure } =
      silent;
    const fields = [accuracy, altitude, vertical_accuracy, velocity, course, battery, battery_status, monitoring_mode, pressure];
    expect(fields).toEqual(fields.map(() => null));
  });

  test('missing members are null', () => {
    const { device_id, latitude, longitude, occurred_at, received_at, ...rest } = locationOf({});
    expect([device_id, latitude, longitude, occurred_at, received_at].every((value) => value !== null)).toBe(true);
    expect(Object.values(rest)).toEqual(Object.values(rest).map(() => null));
  });

  test.each([0, -1, -5])('an accuracy of %d counts as not given', (acc) => {
    expect(locationOf({ acc }).accuracy).toBeNull();
  });

  test('−1 is unknown for battery, speed, course and vertical accuracy', () => {
    const unknown = { battery: null, velocity: null, course: null, vertical_accuracy: null };
    expect(locationOf({ batt: -1, vel: -1, cog: -1, vac: -1 })).toMatchObject(unknown);
  });

  test('0 is a value for battery, altitude, speed and course; −1 for altitude and mode', () => {
    const zeros = { battery: 0, altitude: 0, velocity: 0, course: 0 };
    expect(locationOf({ batt: 0, alt: 0, vel: 0, cog: 0 })).toMatchObject(zeros);
    expect(locationOf({ alt: -1, m: -1 })).toMatchObject({ altitude: -1, monitoring_mode: -1 });
  });

  test.each([101, 255, -2])('a battery of %d is null', (batt) => {
    expect(locationOf({ batt }).battery).toBeNull();
  });

  test('the trigger is the raw letter', () => {
    for (const t of ['p', 'c', 'C', 'b', 'r', 'u', 't', 'v', '!', '9']) expect(locationOf({ t }).trigger).toBe(t);
  });
});

describe('the place', () => {
  test.each([
    [{ lat: 91 }, 'lat is 91; it must be -90–90'],
    [{ lat: -90.1 }, 'lat is -90.1; it must be -90–90'],
    [{ lon: 180.5 }, 'lon is 180.5; it must be -180–180'],
    [{ lat: null }, 'location without a usable lat'],
    [{ lon: 'n/a' }, 'location without a usable lon'],
    [{ lat: undefined, lon: undefined }, 'location without a usable lat and lon'],
    [{ lat: '1e999' }, 'location without a usable lat'],
  ])('%j is rejected: %s', (members, reason) => {
    expect(reasonOf(parse({ ...base, ...members }))).toBe(reason);
  });

  test('the poles and the antimeridian are places', () => {
    expect(locationOf({ lat: 90, lon: 180 })).toMatchObject({ latitude: 90, longitude: 180 });
    expect(locationOf({ lat: -90, lon: -180 })).toMatchObject({ latitude: -90, longitude: -180 });
  });

  test('Android leaves out a coordinate that is exactly 0; nobody else does', () => {
    expect(locationOf({ lat: undefined, _id: '0d871a61' })).toMatchObject({ latitude: 0, longitude: 13.405 });
    expect(locationOf({ lon: undefined, _id: '0d871a61' })).toMatchObject({ latitude: 52.52, longitude: 0 });
    expect(reasonOf(parse({ ...base, lat: undefined }))).toBe('location without a usable lat');
    expect(reasonOf(parse({ ...base, lat: null, _id: '0d871a61' }))).toBe('location without a usable lat');
    expect(reasonOf(parse({ ...base, lat: undefined, lon: undefined, _id: '0d871a61' }))).toContain(
      'without a usable lat and lon',
    );
  });

  test('−0 is written as 0', () => {
    expect(Object.is(locationOf({ lat: -0.0 }).latitude, 0)).toBe(true);
  });
});

describe('the time', () => {
  test('milliseconds are recognised', () => {
    expect(locationOf({ tst: 1_754_215_098_123 })).toMatchObject({ occurred_at: 1_754_215_098_123, extra: null });
    expect(locationOf({ tst: '1754215098123' })).toMatchObject({ occurred_at: 1_754_215_098_123 });
  });

  test.each([undefined, 0, -5, null, 'soon', true, {}])('%j gives way to created_at, then to the receive time', (tst) => {
    expect(locationOf({ tst, created_at: 1_754_215_000 })).toMatchObject({ occurred_at: 1_754_215_000_000 });
    expect(locationOf({ tst })).toMatchObject({ occurred_at: RECEIVED, created_at: null });
  });

  test('up to a day ahead is believed, more gives way; the raw value is kept', () => {
    const limit = (RECEIVED + DAY) / 1000;
    expect(locationOf({ tst: limit })).toMatchObject({ occurred_at: RECEIVED + DAY, extra: null });
    expect(locationOf({ tst: limit + 1 })).toMatchObject({ occurred_at: RECEIVED, extra: { tst: limit + 1 } });
    expect(locationOf({ tst: 'soon', source: 'gps' }).extra).toEqual({ tst: 'soon', source: 'gps' });
    expect(locationOf({ tst: 0 }).extra).toEqual({ tst: 0 });
  });

  test('a created_at that can’t be used is kept raw, too', () => {
    const later = (RECEIVED + 2 * DAY) / 1000;
    expect(locationOf({ created_at: later })).toMatchObject({ created_at: null, extra: { created_at: later } });
  });
});

describe('transitions', () => {
  const transition = {
    _type: 'transition',
    event: 'enter',
    lat: 1,
    lon: 2,
    acc: 10,
    tst: 1_754_215_000,
    wtst: 5,
    desc: 'Home',
    t: 'c',
  };

  test('are a report and a fix', () => {
    expect(parse(transition)).toMatchObject({
      kind: 'transition',
      location: {
        latitude: 1,
        longitude: 2,
        accuracy: 10,
        trigger: 'c',
        occurred_at: 1_754_215_000_000,
        extra: { event: 'enter', desc: 'Home' },
      },
      transition: {
        device_id: DEVICE,
        event: 'enter',
        region: 'Home',
        region_created_at: 5000,
        region_id: null,
        trigger: 'c',
        latitude: 1,
        longitude: 2,
        accuracy: 10,
        occurred_at: 1_754_215_000_000,
        received_at: RECEIVED,
      },
      reports: [{ kind: 'transition', key: 'tst:5', device_id: DEVICE, payload: { event: 'enter', desc: 'Home', wtst: 5 } }],
    });
  });

  test.each(['Home', ' Home ', '-Home', '+Home', 'Home|1|2', '-Home|-1|', 'Home||1'])('of %j speak of Home', (desc) => {
    expect(parse({ ...transition, desc })).toMatchObject({ transition: { region: 'Home' } });
  });

  test('without a name keep what else tells the region', () => {
    const message = parse({ ...transition, desc: undefined, rid: 'a1b2c3' });
    expect(message).toMatchObject({ transition: { region: '', region_id: 'a1b2c3', region_created_at: 5000 } });
  });

  test.each([{ lat: 0, lon: 0 }, { lat: undefined, lon: undefined }, { lat: undefined, _id: 'a' }, { lat: 'n/a' }, { lat: 95 }])(
    'with %j are a report only',
    (place) => {
      expect(parse({ ...transition, ...place })).toMatchObject({
        kind: 'transition',
        location: null,
        transition: { region: 'Home', latitude: null, longitude: null, accuracy: null },
        reports: [{ kind: 'transition' }],
      });
    },
  );

  test('say enter or leave, else they are rejected', () => {
    expect(reasonOf(parse({ ...transition, event: 'jump' }))).toBe('transition with event "jump"; it must be enter or leave');
    expect(reasonOf(parse({ ...transition, event: undefined }))).toContain('transition with event missing');
  });

  test('of one region share a key, whoever writes its name how', () => {
    const keyOf = (more: object) => {
      const message = parse({ ...transition, wtst: undefined, ...more });
      return message.kind === 'transition' ? message.reports[0]?.key : null;
    };
    expect(keyOf({ rid: 'a1b2c3' })).toBe('rid:a1b2c3');
    expect(keyOf({ desc: '-Home|1|2' })).toBe(keyOf({ desc: 'Home' }));
    expect(keyOf({ wtst: '1754215000' })).toBe(keyOf({ wtst: 1_754_215_000_000 }));
  });
});

describe('other messages', () => {
  test('waypoint, waypoints, card, status and lwt become reports, never positions', () => {
    const waypoint = { _type: 'waypoint', desc: 'Home', lat: 1, lon: 2, rad: '50', tst: 1_700_000_000 };
    expect(parse(waypoint)).toMatchObject({
      kind: 'waypoint',
      reports: [{ kind: 'waypoint', key: 'tst:1700000000', occurred_at: RECEIVED }],
    });
    const list = { _type: 'waypoints', waypoints: [waypoint, { desc: 'Work', rid: 'abc' }, { lat: 1 }, null, 'x'] };
    const kept = { kind: 'waypoints', key: '', payload: { count: 2 } };
    expect(parse(list)).toMatchObject({ kind: 'waypoints', reports: [{ key: 'tst:1700000000' }, { key: 'rid:abc' }, kept] });
    expect(parse({ _type: 'card', name: 'Jane', face: 'abc' })).toMatchObject({
      kind: 'card',
      reports: [{ kind: 'card', key: '' }],
    });
    expect(parse({ _type: 'status', android: { wifi: 1 } })).toMatchObject({ kind: 'status', reports: [{ kind: 'status' }] });
    expect(parse({ _type: 'lwt' })).toMatchObject({ kind: 'lwt', reports: [{ occurred_at: RECEIVED }] });
  });

  test('a last will is dated by its arrival, not by the log-in it names', () => {
    for (const tst of [1_700_000_000, '1700000000']) {
      expect(parse({ _type: 'lwt', tst })).toMatchObject({ reports: [{ occurred_at: RECEIVED }] });
    }
  });

  test.each(['request', 'cmd', 'configuration'])('%s is counted only', (type) => {
    expect(parse({ _type: type, lat: 1, lon: 2 })).toEqual({ kind: 'counted', type });
  });

  test('demo data is not stored', () => {
    expect(parse({ ...base, _demo: true })).toEqual({ kind: 'counted', type: 'demo' });
  });

  test.each(['', ' ', '\n'])('an empty payload (%j) is neither stored nor rejected', (text) => {
    expect(parse(text)).toEqual({ kind: 'empty' });
  });

  test('pretty-printed JSON and a byte order mark are fine', () => {
    expect(parse(`\ufeff${JSON.stringify(base, null, 2)}\n`).kind).toBe('location');
  });

  test.each([
    ['hello', 'neither JSON nor a CSV line'],
    ['{"_type":"location"', 'neither JSON nor a CSV line'],
    ['[]', 'a list, not a JSON object'],
    ['"text"', 'a string, not a JSON object'],
    ['null', 'null, not a JSON object'],
    ['42', 'a number, not a JSON object'],
    ['{}', 'no _type'],
    ['{"_type":null}', 'no _type'],
    ['{"_type":"spaceship"}', 'unknown _type "spaceship"'],
    ['{"_type":"toString"}', 'unknown _type "toString"'],
    ['{"_type":"waypoint","lat":1}', 'waypoint without a desc'],
    ['{"_type":"waypoints"}', 'waypoints without a list of waypoints'],
  ])('%s is rejected: %s', (text, reason) => {
    expect(reasonOf(parse(text))).toBe(reason);
  });
});

describe('the excerpt of a rejected message', () => {
  const excerptOf = (value: unknown) => {
    const message = parse(value);
    return message.kind === 'rejected' ? message.excerpt : undefined;
  };

  test.each([
    { _type: 'x', password: 'geheim', encryptionKey: 'geheim' },
    { _type: 'x', configuration: { password: 'geheim', list: [{ encryptionKey: 'geheim' }] } },
    '{"_type":"dump","configuration":{"password":"geheim","encryptionKey": "geheim',
    'password=geheim&encryptionKey=geheim',
    "{'password': 'geheim'}",
    '"{\\"password\\":\\"geheim\\",\\"encryptionKey\\":\\"geheim\\"}"',
    `{"password":"geheim","pad":"${'x'.repeat(10_000)}`,
    { _type: 'x', password: 'geheim', pad: 'x'.repeat(10_000) },
    '{"PASSWORD" : "ge\\"heim geheim',
  ])('shows no password and no key: %j', (value) => {
    expect(excerptOf(value)).toBeDefined();
    expect(excerptOf(value)).not.toContain('heim');
    expect(excerptOf(value)).toContain('***');
  });

  test('is bounded and printable', () => {
    expect(excerptOf('x'.repeat(100_000))).toHaveLength(500);
    expect(excerptOf('a\u0000b\u0007')).toBe('a\ufffdb\ufffd');
  });
});

describe('the CSV line of small trackers', () => {
  test('is a location', () => {
    expect(parse('X0,542A798B,t,47643215,7672890,12,42,25,190,3.5\n')).toMatchObject({
      kind: 'location',
      location: {
        latitude: 47.643215,
        longitude: 7.67289,
        course: 120,
        velocity: 42,
        altitude: 250,
        trigger: 't',
        tid: 'X0',
        occurred_at: 0x542a798b * 1000,
        extra: { dist: 190, trip: 3500 },
      },
    });
  });

  test.each(['a,b,c', 'X0,zzz,t,1,2,3,4,5,6,7', 'X0,542A798B,t,here,there,12,0,25,0,0', ',,,,,,,,,'])('%s is none', (line) => {
    expect(reasonOf(parse(line))).toBe('neither JSON nor a CSV line');
  });

  test('with a place outside the earth is rejected', () => {
    expect(reasonOf(parse('X0,542A798B,t,97643215,7672890,12,0,25,0,0'))).toContain('lat is 97.643215');
  });
});

describe('whatever comes', () => {
  test('any bytes: an answer, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (payload) => {
        expect(parseMessage(payload, DEVICE, RECEIVED).kind).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });

  test('any JSON with an OwnTracks type: an answer whose fields are in their ranges', () => {
    const type = fc.constantFrom('location', 'transition', 'waypoint', 'waypoints', 'lwt', 'card', 'status', 'cmd', 'encrypted');
    const number = fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.constantFrom('12', '-1', 'x', null, true, undefined));
    const names = ['lat', 'lon', 'tst', 'created_at', 'acc', 'batt', 'vel', 'cog', 'vac', 'alt', 'm', 'bs', 'p'];
    const members = fc.record(Object.fromEntries(names.map((name) => [name, number])), { requiredKeys: [] });
    fc.assert(
      fc.property(type, members, fc.dictionary(fc.string(), fc.jsonValue()), (_type, own, more) => {
        const message = parse({ ...more, ...own, _type });
        if (message.kind !== 'location') return;
        const { latitude, longitude, occurred_at, accuracy, battery } = message.location;
        expect(Math.abs(latitude)).toBeLessThanOrEqual(90);
        expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
        expect(Number.isSafeInteger(occurred_at)).toBe(true);
        expect(occurred_at).toBeGreaterThan(0);
        expect(occurred_at).toBeLessThanOrEqual(RECEIVED + DAY);
        expect(accuracy === null || accuracy > 0).toBe(true);
        expect(battery === null || (battery >= 0 && battery <= 100)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('deep nesting', () => {
    const deep = `{"_type":"x","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(reasonOf(parse(deep))).toBe('members nested deeper than 32 levels');
    const atTheLimit = `{"_type":"location","lat":1,"lon":2,"tst":1,"a":${'['.repeat(31)}${']'.repeat(31)}}`;
    expect(parse(atTheLimit).kind).toBe('location');
    expect(reasonOf(parse(atTheLimit.replace('[', '[[').replace(']', ']]')))).toBe('members nested deeper than 32 levels');
  });
});
