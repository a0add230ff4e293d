import type { Location } from '@/lib/domain/model';
import { seal, sodiumReady } from '@/lib/domain/owntracks/encryption';
import { rejectionCode } from '@/lib/domain/owntracks/rejection';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import android from '../../fixtures/owntracks/android-location.json';
import ios from '../../fixtures/owntracks/ios-location.json';
import { addDevice, setKey } from '../../support/ingest';
import { activityOf, fix, locations, NOW, rejected, type Sent, seconds, send, withIngest } from '../../support/messages';

/**
 * The acceptance list of what phones send: the protocol's messages, its encryption and what surprises servers, each with a
 * payload that goes the whole way into a real database.
 */

beforeAll(() => sodiumReady);

/** A function makes it when the test runs: libsodium is ready only then. */
type Message = object | string | Uint8Array | (() => object);

interface Case {
  name: string;
  messages: (Message | readonly [Message, Sent?])[];
  key?: string;
  /** Of the device jane/phone, oldest first. */
  fixes?: Partial<Location>[];
  reports?: object[];
  transitions?: object[];
  rejected?: string[];
  activity?: object;
}

const at = (suffix: string): Sent => ({ topic: `owntracks/jane/phone/${suffix}` });
const T = seconds(NOW) - 60;
const DAY = 86_400;
const KEY = 'correct horse';
const VECTOR = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXrPkjJEZep+R3HZe0ublusKwP6tI472fOl80/TtNI0LjMF6dyCaVMw+uYZknEd/MG';
const nonce = Uint8Array.from({ length: 24 }, (_, n) => 255 - n);
const boxed =
  (message: object | string, key = KEY) =>
  () => {
    const clear = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    return { _type: 'encrypted', _id: 'a1b2c3d4', data: seal(key, nonce, clear) };
  };
/** A fix as each app leaves out, or writes, what it does not know. */
const fixWith = (more: object, expected: Partial<Location>, name: string): Case => ({
  name,
  messages: [fix(more)],
  fixes: [expected],
});

const transition = {
  _type: 'transition',
  event: 'enter',
  desc: 'Home',
  tst: T,
  wtst: 1_700_000_000,
  lat: 52.5,
  lon: 13.4,
  acc: 9,
};
const waypoint = { _type: 'waypoint', desc: 'Home', tst: 1_700_000_000, lat: 52.5, lon: 13.4, rad: 100 };
const beaconTransition = { ...transition, desc: 'Desk', lat: 0, lon: 0, acc: 0, t: 'b', rid: 'a1b2c3', created_at: T + 2 };

const messages: Case[] = [
  {
    name: 'Android’s location',
    messages: [android],
    fixes: [{ latitude: 52.52, velocity: 4, in_regions: ['Home'], extra: null }],
  },
  {
    name: 'iOS’s location',
    messages: [ios],
    fixes: [
      {
        ssid: 'lakeside',
        bssid: 'c4:0a:7:1e:22:9',
        in_regions: [],
        pressure: 99.871,
        extra: { inrids: [], motionactivities: ['stationary'] },
      },
    ],
  },
  fixWith({ SSID: 'Home', BSSID: 'aa:bb' }, { ssid: 'Home', bssid: 'aa:bb' }, 'SSID in capitals'),
  fixWith({ qos: 1, retained: true, topic: 'x/y/z', _id: 'ab' }, { extra: null }, 'members that Android leaks are no extras'),
  fixWith({}, { accuracy: null, altitude: null, velocity: null, course: null }, 'members left out are not known'),
  fixWith(
    { acc: 0, vel: 0, alt: 0, batt: 0, cog: 0 },
    { accuracy: null, velocity: 0, altitude: 0, battery: 0, course: 0 },
    'zeros',
  ),
  fixWith(
    { batt: -1, vel: -1, cog: -1, vac: -1, acc: -1 },
    { battery: null, velocity: null, course: null, vertical_accuracy: null, accuracy: null },
    '−1 is not known',
  ),
  fixWith({ alt: -12, m: -1 }, { altitude: -12, monitoring_mode: -1 }, 'below the sea; quiet mode'),
  {
    name: 'a latitude of exactly 0, left out by Android',
    messages: [{ ...fix(), lat: undefined, _id: 'ab' }],
    fixes: [{ latitude: 0 }],
  },
  ...['u', 'p', 'c', 'C', 'b', 'r', 't', 'v', 'm', 'e', 'o', 'M', '!', '1', '9', 'h', 'L', 'T', undefined].map((t) =>
    fixWith({ t }, { trigger: t ?? null }, `trigger ${t}`),
  ),
  fixWith({ tid: 'tracker-7' }, { tid: 'tracker-7' }, 'a longer tid'),
  fixWith(
    { inregions: ['Work|1|2'], inrids: ['a1'] },
    { in_regions: ['Work|1|2'], extra: { inrids: ['a1'] } },
    'iOS’s names of regions',
  ),
  fixWith(
    { poi: 'Café', tag: 'tour', source: 'fused' },
    { poi: 'Café', tag: 'tour', extra: { source: 'fused' } },
    'poi, tag, source',
  ),
  fixWith(
    { rad: 5, event: 'x', desc: 'y', doze: true },
    { extra: { rad: 5, event: 'x', desc: 'y', doze: true } },
    'legacy members',
  ),
  fixWith(
    { odometer: 8123, ubatt: 12.4, uext: 13.8, imei: '861234', din1: 1, ign: 0, rpm: 800, acc: -1, t: 'h' },
    {
      accuracy: null,
      trigger: 'h',
      extra: { odometer: 8123, ubatt: 12.4, uext: 13.8, imei: '861234', din1: 1, ign: 0, rpm: 800 },
    },
    'other trackers’ members',
  ),
  {
    name: 'a transition with its fix',
    messages: [[{ ...transition, tid: 'xa', t: 'c' }, at('event')]],
    fixes: [{ latitude: 52.5, accuracy: 9 }],
    transitions: [{ event: 'enter', region: 'Home', region_created_at: 1_700_000_000_000, trigger: 'c' }],
    reports: [{ kind: 'transition', key: 'tst:1700000000' }],
  },
  {
    name: 'a beacon’s transition: the event counts, the coordinates do not',
    messages: [[beaconTransition, at('event')]],
    fixes: [],
    transitions: [{ region: 'Desk', region_id: 'a1b2c3', latitude: null }],
  },
  {
    name: 'a transition whose region’s name is kept back',
    messages: [{ ...transition, desc: undefined }],
    transitions: [{ region: '' }],
  },
  {
    name: 'the suffix that old iOS apps leave in desc',
    messages: [{ ...transition, desc: '-Home|1|2' }],
    transitions: [{ region: 'Home' }],
  },
  {
    name: 'a waypoint',
    messages: [[waypoint, at('waypoint')]],
    fixes: [],
    reports: [{ kind: 'waypoint', payload: { rad: 100 } }],
  },
  {
    name: 'a waypoint by the old topic, its radius as text',
    messages: [[{ ...waypoint, rad: '80' }, at('waypoints')]],
    reports: [{ kind: 'waypoint', payload: { rad: '80' } }],
  },
  {
    name: 'waypoints',
    messages: [
      [
        { _type: 'waypoints', _creator: 'x', waypoints: [waypoint, { ...waypoint, desc: 'Work', tst: 2e9 }, null, 3] },
        at('waypoints'),
      ],
    ],
    reports: [{ kind: 'waypoint' }, { kind: 'waypoint' }, { kind: 'waypoints' }],
  },
  {
    name: 'Android’s last will',
    messages: ['{"_type":"lwt"}'],
    fixes: [],
    reports: [{ kind: 'lwt' }],
    activity: { last_seen_at: null, last_disconnect_at: NOW },
  },
  {
    name: 'iOS’s last will, dated by its log-in',
    messages: [{ _type: 'lwt', tst: T - DAY }],
    reports: [{ kind: 'lwt', occurred_at: NOW }],
  },
  { name: 'an old app’s last will', messages: [{ _type: 'lwt', tst: String(T) }], reports: [{ kind: 'lwt' }] },
  {
    name: 'a card',
    messages: [[{ _type: 'card', name: 'Jane', tid: 'xa' }, at('info')]],
    reports: [{ kind: 'card', payload: { name: 'Jane' } }],
  },
  { name: 'a status', messages: [[{ _type: 'status', iOS: { version: '26.3' } }, at('status')]], reports: [{ kind: 'status' }] },
  {
    name: 'a dump',
    messages: [[{ _type: 'dump', configuration: { password: 'x', mode: 0 } }, at('dump')]],
    reports: [{ kind: 'dump', payload: { password: '***', mode: 0 } }],
  },
  { name: 'steps', messages: [[{ _type: 'steps', from: T - DAY, to: T, steps: 5 }, at('step')]], fixes: [], reports: [] },
  {
    name: 'a beacon',
    messages: [[{ _type: 'beacon', uuid: 'U', major: 1, minor: 2, tst: T }, at('beacon')]],
    fixes: [],
    reports: [],
  },
  {
    name: 'a tour',
    messages: [[{ _type: 'request', request: 'tour', tour: { label: 'x' } }, at('request')]],
    fixes: [],
    reports: [],
  },
  { name: 'a configuration', messages: [{ _type: 'configuration', password: 'x' }], reports: [] },
  {
    name: 'a command, which an external broker tells back, is no sign of life',
    messages: [[{ _type: 'cmd', action: 'dump' }, at('cmd')]],
    reports: [],
    activity: undefined,
  },
  {
    name: 'no payload, as when a friend is deleted',
    messages: ['', ' ', [new Uint8Array(), { retained: true }]],
    fixes: [],
    reports: [],
  },
];

const encryption: Case[] = [
  {
    name: 'the test vector: a last will',
    key: KEY,
    messages: [{ _type: 'encrypted', data: VECTOR }],
    reports: [{ kind: 'lwt', payload: { tst: 1_700_000_000 } }],
  },
  {
    name: 'a fix with the topic of HTTP mode',
    key: KEY,
    messages: [boxed({ ...fix(), topic: 'owntracks/jane/phone' })],
    fixes: [{ latitude: 52.52 }],
  },
  { name: 'a key of 32 bytes', key: 'ß'.repeat(16), messages: [boxed(fix(), 'ß'.repeat(16))], fixes: [{ latitude: 52.52 }] },
  { name: 'an encrypted delete', key: KEY, messages: [boxed('')], fixes: [], reports: [] },
  { name: 'no key', messages: [boxed(fix())], rejected: ['encrypted, no key'], activity: { last_decrypt_failure: 'no_key' } },
  {
    name: 'another key',
    key: 'wrong',
    messages: [boxed(fix())],
    rejected: ['encrypted, the key of the device does not open it'],
    activity: { last_decrypt_failure: 'wrong_key' },
  },
  {
    name: 'in the clear in spite of a key: kept and noted',
    key: KEY,
    messages: [fix()],
    fixes: [{ latitude: 52.52 }],
    rejected: [],
    activity: { last_decrypt_failure: 'clear' },
  },
];

const surprises: Case[] = [
  {
    name: '1. a retained replay fills gaps and is no sign of life',
    messages: [[fix({ tst: T - 9 * DAY }), { retained: true }]],
    fixes: [{ occurred_at: (T - 9 * DAY) * 1000 }],
    activity: undefined,
  },
  {
    name: '2. the same fix again, with a later created_at and other p and t',
    messages: [fix({ p: 99 }), fix({ p: 98, t: 'p', created_at: T + 30 }), fix({ p: 99 })],
    fixes: [{ pressure: 99 }],
  },
  {
    name: '3. Android’s ping: no new point, alive at created_at',
    messages: [fix({ tst: T - 3600, created_at: T - 3600 }), fix({ tst: T - 3600, created_at: T, t: 'p' })],
    fixes: [{ occurred_at: (T - 3600) * 1000 }],
    activity: { last_seen_at: T * 1000 },
  },
  {
    name: '4. out of order; two fixes share a tst',
    messages: [fix({ tst: T }), fix({ tst: T - 60 }), fix({ tst: T, lat: 52.6 })],
    fixes: [{ occurred_at: (T - 60) * 1000 }, { latitude: 52.52 }, { latitude: 52.6 }],
  },
  { name: '5. tst missing', messages: [fix({ tst: undefined, created_at: T })], fixes: [{ occurred_at: T * 1000, extra: null }] },
  { name: '5. tst 0', messages: [fix({ tst: 0 })], fixes: [{ occurred_at: NOW, extra: { tst: 0 } }] },
  { name: '5. tst as text', messages: [fix({ tst: String(T) })], fixes: [{ occurred_at: T * 1000 }] },
  { name: '5. tst in milliseconds', messages: [fix({ tst: T * 1000 + 123 })], fixes: [{ occurred_at: T * 1000 + 123 }] },
  {
    name: '5. tst in the future',
    messages: [fix({ tst: T + 3 * DAY, created_at: T })],
    fixes: [{ occurred_at: T * 1000, extra: { tst: T + 3 * DAY } }],
  },
  {
    name: '6. numbers as texts',
    messages: [fix({ lat: '52.1', lon: '13.2', acc: '12', batt: '81' })],
    fixes: [{ latitude: 52.1, longitude: 13.2, accuracy: 12, battery: 81 }],
  },
  {
    name: '6. what is no number is absent, never 0',
    messages: [fix({ acc: 'n/a', batt: true, alt: null, vel: {}, cog: [] })],
    fixes: [{ accuracy: null, battery: null, altitude: null, velocity: null, course: null }],
  },
  {
    name: '6. nor is it a place',
    messages: [fix({ lat: 'n/a' }), fix({ lat: null, lon: true })],
    fixes: [],
    rejected: ['location without a usable lat', 'location without a usable lat and lon'],
  },
  { name: '7. a fix of a cell is stored', messages: [fix({ acc: 4100 })], fixes: [{ accuracy: 4100 }] },
  { name: '7. the pole is a place', messages: [fix({ lat: 90 })], fixes: [{ latitude: 90 }] },
  {
    name: '8. unknown names of regions',
    messages: [fix({ inregions: ['Home', 'Nowhere', 7] })],
    fixes: [{ in_regions: ['Home', 'Nowhere'] }],
  },
  {
    name: '9. queued data',
    messages: [fix({ conn: 'o', tst: T - DAY, created_at: T - DAY })],
    fixes: [{ connection: 'o' }],
    activity: { last_seen_at: (T - DAY) * 1000 },
  },
  {
    name: '10. no JSON, lists, texts, binary',
    messages: ['hello', '[]', '"x"', Uint8Array.of(0xff, 0xfe, 0, 1), '{"_type":'],
    fixes: [],
    rejected: [
      'neither JSON nor a CSV line',
      'a list, not a JSON object',
      'a string, not a JSON object',
      'neither JSON nor a CSV line',
      'neither JSON nor a CSV line',
    ],
  },
  {
    name: '10. types null and unknown',
    messages: ['{"_type":null}', '{"_type":"spaceship"}', '{}'],
    fixes: [],
    rejected: ['no _type', 'unknown _type "spaceship"', 'no _type'],
  },
  { name: '10. JSON over several lines', messages: [JSON.stringify(fix(), null, 2)], fixes: [{ latitude: 52.52 }] },
  {
    name: '10. the CSV line',
    messages: [`X0,${T.toString(16)},t,47643215,7672890,12,42,25,190,3.5`],
    fixes: [{ latitude: 47.643215, course: 120, velocity: 42, altitude: 250 }],
  },
  ...['OwnTracks/JANE/Phone', '/owntracks/jane/phone', '/owntracks/jane/phone/event'].map(
    (topic): Case => ({
      name: `11. ${topic} is the device jane/phone, whatever its tid`,
      messages: [[fix({ tid: 'zz' }), { topic }]],
      fixes: [{ tid: 'zz' }],
    }),
  ),
  {
    name: '12. a last will at the base topic, status near it: no positions',
    messages: [{ _type: 'lwt', tst: T, lat: 1, lon: 2 }, [{ _type: 'status', lat: 1, lon: 2 }, at('status')]],
    fixes: [],
    rejected: [],
  },
  {
    name: '12. demo data',
    messages: [fix({ _demo: true }), [fix({ _demo: true }), { topic: 'owntracks/demo/demo' }]],
    fixes: [],
    rejected: [],
  },
  { name: '12. ping/ping is a probe', messages: [[fix(), { topic: 'owntracks/ping/ping' }]], fixes: [], rejected: [] },
];

describe.each([
  ['the messages', messages],
  ['encryption', encryption],
  ['what surprises servers', surprises],
])('%s', (_title, cases) => {
  test.each(cases.map((it) => [it.name, it] as const))('%s', async (_name, it) => {
    const { connection, device, ingest } = withIngest();
    if (it.key) setKey(connection, device, it.key);
    for (const message of it.messages) {
      const [sent, how] = (Array.isArray(message) ? message : [message]) as [Message, Sent?];
      await send(ingest, typeof sent === 'function' ? sent() : sent, how);
    }
    if (it.fixes) {
      const stored = await locations(connection, device);
      expect(stored).toHaveLength(it.fixes.length);
      expect(stored).toMatchObject(it.fixes);
    }
    if (it.reports) expect(await new SqliteDeviceStore(connection).reports(device.id)).toMatchObject(it.reports);
    if (it.transitions) {
      expect(connection.all(query.selectFrom('phone_transition').selectAll())).toMatchObject(it.transitions);
    }
    const reasons = rejected(connection).map(({ reason }) => reason);
    expect(reasons).toEqual(it.rejected ?? []);
    // Each has words and advice of its own.
    expect(reasons.map(rejectionCode)).not.toContain('other');
    if ('activity' in it) {
      if (it.activity) expect(activityOf(connection, device)).toMatchObject(it.activity);
      else expect(activityOf(connection, device)).toBeUndefined();
    }
  });
});

describe('names', () => {
  test.each([
    ['Jane', 'My.Phone'],
    ['1234', '9'],
    ['jane', '7C2D8A1E-2B3F-4C5D-8E9F-0A1B2C3D4E5F'],
    ['a.b-c', 'x_Y'],
  ])('%s/%s', async (user, name) => {
    const { connection, ingest } = withIngest();
    const device = addDevice(connection, user, name);
    await send(ingest, fix(), { topic: `owntracks/${user.toUpperCase()}/${name.toLowerCase()}` });
    expect(await locations(connection, device)).toHaveLength(1);
  });

  test('spaces on the phone are hyphens here', async () => {
    const { connection, ingest } = withIngest();
    const device = addDevice(connection, 'jane-doe', 'my-phone');
    await send(ingest, fix(), { topic: 'owntracks/Jane Doe/My Phone' });
    expect(await locations(connection, device)).toHaveLength(1);
  });
});
