import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Entity, entitiesOf } from '@/lib/domain/notify/home-assistant';
import {
  type PublishedDevice,
  type PublishedZone,
  PublishedZones,
  publishedZone,
} from '@/lib/domain/notify/home-assistant-snapshot';
import { retainedOf } from '@/lib/domain/notify/home-assistant-state';
import { deviceTopics, eventTopic, matches, mayFilter, scopeOf, TOPIC_ROOT } from '@/lib/domain/notify/home-assistant-topics';
import { circle, polygon } from '../../../support/zones';

const SCHEMA = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../../fixtures/home-assistant/discovery.schema.json'), 'utf8'),
);
const NAMES = { base: 'fencepost', prefix: 'homeassistant', installation: 'a1b2c3d4' };
const HOME = '6f0c3a4e-0000-4000-8000-000000000001';
const SCHOOL = '6f0c3a4e-0000-4000-8000-000000000002';
const AT = Date.UTC(2026, 4, 1, 8);

const schemaOf = (component: string) => z.fromJSONSchema({ ...SCHEMA, $ref: `#/$defs/${component}` });
const zone = (id: string, name: string, change: Partial<PublishedZone> = {}): PublishedZone => ({
  ...publishedZone(circle(48, 11, 100, { id, name, owner_id: 1 })),
  ...change,
});

const device = (change: Partial<PublishedDevice> = {}): PublishedDevice => ({
  ...{ id: 7, user_id: 1, name: 'Anna’s phone', device: 'phone', handle: 'anna', owner_name: 'Anna', battery: 81 },
  fix: { latitude: 48, longitude: 11, accuracy: 12, altitude: 520, velocity: 0, course: null, occurred_at: AT },
  statuses: [],
  ...change,
});

const status = (geofence_id: string, is_inside: boolean, since: number | null = AT) => ({ geofence_id, is_inside, since });
const stateOf = (change: Partial<PublishedDevice>, zones: PublishedZone[]) =>
  new Map(retainedOf(NAMES, device(change), new PublishedZones(zones)));
const entities = (devices: PublishedDevice[], zones: PublishedZone[]) =>
  entitiesOf(NAMES, devices, new PublishedZones(zones), 'https://fp.example.org');
const byPart = (all: Entity[], part: string) => all.find(({ topic }) => topic.includes(`_${part}/`)) as Entity;

describe('the schema of discovery messages', () => {
  test('takes no key, type or choice that Home Assistant does not document', () => {
    const good = { unique_id: 'a', state_topic: 'a/b', device: { identifiers: ['x'] }, origin: { name: 'y' }, qos: 1 };
    expect(schemaOf('sensor').safeParse(good).success).toBe(true);
    const wrong = [
      { object_id: 'x' },
      { qos: 3 },
      { state_topic: 'a/+' },
      { device: {} },
      { device_class: 'fence' },
      { origin: {} },
      { name: 1 },
    ];
    for (const change of wrong) expect(schemaOf('sensor').safeParse({ ...good, ...change }).success).toBe(false);
  });
});

describe('discovery messages', () => {
  test('are as Home Assistant documents them, whatever names hold', () => {
    const odd = 'Zone "1"\n/+# – ä';
    const zones = [zone(HOME, 'Home'), zone(SCHOOL, odd)];
    const all = entities([device(), device({ id: 8, name: odd, device: 'A.b-c_D' })], zones);
    expect(all).toHaveLength(2 * 5);
    for (const { component, config, topic } of all) {
      const parsed = schemaOf(component).safeParse(config);
      expect({ topic, issues: parsed.error?.issues ?? [] }).toEqual({ topic, issues: [] });
      expect(config.availability && config.availability_topic).toBeFalsy();
      expect(topic).toMatch(/^homeassistant\/(device_tracker|binary_sensor|sensor)\/[a-zA-Z0-9_-]+\/config$/);
    }
    expect(new Set(all.map(({ config }) => config.unique_id)).size).toBe(all.length);
    expect(new Set(all.map(({ topic }) => topic)).size).toBe(all.length);
  });

  test('have the same topics and ids under every name', () => {
    const before = entities([device()], [zone(HOME, 'Home')]);
    const after = entities([device({ name: 'Other', owner_name: 'X' })], [zone(HOME, 'Elsewhere')]);
    const ids = (all: Entity[]) => all.map(({ topic, config }) => [topic, config.unique_id, config.state_topic]);
    expect(ids(after)).toEqual(ids(before));
  });

  test('stand together as one device that leads to its page', () => {
    const all = entities([device()], [zone(HOME, 'Home')]);
    expect(new Set(all.map(({ config }) => JSON.stringify(config.device))).size).toBe(1);
    expect(all[0]?.config.device).toMatchObject({
      identifiers: ['fencepost_a1b2c3d4_7'],
      configuration_url: 'https://fp.example.org/admin/devices/7',
    });
  });

  test('name the owner where two devices are called the same', () => {
    const names = entities([device(), device({ id: 8, user_id: 2, owner_name: 'Ben' })], []).map(
      ({ config }) => (config.device as { name: string }).name,
    );
    expect(new Set(names)).toEqual(new Set(['Anna’s phone (Anna)', 'Anna’s phone (Ben)']));
  });

  test.each([
    ['Home', 'Home'],
    ['Zuhause', 'Zuhause'],
    [' my home ', ' my home '],
    ['Homework club', 'home'],
  ])('make the zone %p the home of the tracker: %p', (name, payload) => {
    expect(byPart(entities([device()], [zone(HOME, name)]), 'tracker').config.payload_home).toBe(payload);
  });

  test('are of the zones of the owner, and of those for another device not', () => {
    const zones = [zone(HOME, 'Home'), zone('b', 'of Ben', { owner_id: 2 }), zone('c', 'of the tablet', { device_id: 8 })];
    expect(entities([device()], zones).filter(({ component }) => component === 'binary_sensor')).toHaveLength(1);
  });
});

describe('very many zones', () => {
  const zones = Array.from({ length: 60 }, (_, n) => zone(`z${n}`, `Zone ${n}`));

  test('are announced up to fifty for a device; where it is, all of them tell', () => {
    const all = entities([device()], zones).filter(({ component }) => component === 'binary_sensor');
    expect(all).toHaveLength(50);
    const known = stateOf({ statuses: zones.map(({ id }) => status(id, id === 'z59')) }, zones);
    expect(known.get('fencepost/anna/phone/state')).toBe('Zone 59');
    expect([...known.keys()].filter((topic) => /zone\/z\d+$/.test(topic))).toHaveLength(50);
  });
});

describe('what is retained of a device', () => {
  test('is where it is, by the smallest zone, then the one it came to last', () => {
    const zones = [zone(HOME, 'Home'), zone(SCHOOL, 'Town', { radius_meters: 5_000 }), zone('b', 'Garden')];
    const inside = [status(HOME, true, AT), status(SCHOOL, true, AT + 9), status('b', true, AT + 1)];
    expect(stateOf({ statuses: inside }, zones).get('fencepost/anna/phone/state')).toBe('Garden');
    expect(stateOf({ statuses: inside.slice(1, 2) }, zones).get('fencepost/anna/phone/state')).toBe('Town');
    expect(stateOf({ statuses: [] }, zones).get('fencepost/anna/phone/state')).toBe('not_home');
  });

  test('names a group only where no zone of it does', () => {
    const group = zone('g', 'All schools', { shape_type: 'group', radius_meters: Number.POSITIVE_INFINITY });
    const inside = [status('g', true, AT + 5), status(SCHOOL, true, AT)];
    expect(stateOf({ statuses: inside }, [group, zone(SCHOOL, 'School')]).get('fencepost/anna/phone/state')).toBe('School');
    expect(stateOf({ statuses: inside }, [group]).get('fencepost/anna/phone/state')).toBe('All schools');
  });

  test('leaves out what is not known', () => {
    expect([...stateOf({ fix: null, battery: null, statuses: [] }, [zone(HOME, 'Home')])]).toEqual([]);
    const fix = { latitude: 0, longitude: 0, accuracy: null, altitude: null, velocity: null, course: null, occurred_at: AT };
    const known = stateOf({ fix, battery: 0, statuses: [status(HOME, false, null)] }, [zone(HOME, 'Home')]);
    expect(JSON.parse(known.get('fencepost/anna/phone/attributes') as string)).toEqual({
      latitude: 0,
      longitude: 0,
      last_fix: '2026-05-01T08:00:00.000Z',
    });
    expect(known.get('fencepost/anna/phone/battery')).toBe('0');
    expect(known.get(`fencepost/anna/phone/zone/${HOME}/attributes`)).toBe('{"zone":"Home"}');
  });

  test('says nothing of a zone that is gone or switched off', () => {
    expect([...stateOf({ statuses: [status(HOME, true)] }, []).keys()].filter((topic) => topic.includes('/zone/'))).toEqual([]);
  });

  test('is on the topics that the discovery messages name', () => {
    const zones = [zone(HOME, 'Home')];
    const known = stateOf({ statuses: [status(HOME, true)] }, zones);
    const named = entities([device()], zones).flatMap(({ config }) => [config.state_topic, config.json_attributes_topic]);
    expect(new Set(named.filter(Boolean))).toEqual(new Set(known.keys()));
  });
});

describe('the size of a zone', () => {
  test('of a polygon is that of the circle around it', () => {
    const ring: [number, number][] = [
      [11, 48],
      [11.01, 48],
      [11.01, 48.01],
      [11, 48.01],
      [11, 48],
    ];
    const { radius_meters } = publishedZone(polygon([ring]));
    expect(radius_meters).toBeGreaterThan(600);
    expect(radius_meters).toBeLessThan(800);
  });
});

describe('topics', () => {
  test('belong to a person, a device, everybody or nobody', () => {
    expect(scopeOf(NAMES, 'fencepost/status')).toEqual({ kind: 'public' });
    expect(scopeOf(NAMES, 'homeassistant/status')).toEqual({ kind: 'public' });
    expect(scopeOf(NAMES, 'fencepost/anna/phone/state')).toEqual({ kind: 'person', handle: 'anna' });
    expect(scopeOf(NAMES, 'fencepost/status/phone/state')).toEqual({ kind: 'person', handle: 'status' });
    expect(scopeOf(NAMES, 'homeassistant/sensor/fencepost_a1b2c3d4_7_battery/config')).toEqual({ kind: 'device', device_id: 7 });
    expect(scopeOf(NAMES, 'homeassistant/sensor/fencepost_ffffffff_7_battery/config')).toBeNull();
    expect(scopeOf(NAMES, 'homeassistant/light/kitchen/config')).toBeNull();
    expect(scopeOf(NAMES, 'owntracks/anna/phone')).toBeNull();
    expect(scopeOf(NAMES, 'fencepostal/anna')).toBeNull();
  });

  test.each([
    ['fencepost/anna/#', true],
    ['fencepost/anna/+/state', true],
    ['fencepost/status', true],
    ['homeassistant/#', true],
    ['homeassistant/+/+/config', true],
    ['fencepost/#', false],
    ['fencepost/+/phone/state', false],
    ['fencepost/annabel/#', false],
    ['fencepost/ben/phone/state', false],
    ['#', false],
    ['+/anna/#', false],
    ['fencepost', false],
    ['owntracks/anna/phone', false],
    ['$share/g/fencepost/ben/#', false],
  ])('%p may be read by Anna: %p', (filter, expected) => {
    expect(mayFilter(NAMES, filter, 'anna', false)).toBe(expected);
  });

  test('match filters as MQTT says', () => {
    const pairs = [
      ['a/#', 'a/b/c'],
      ['a/+/c', 'a/b/c'],
      ['a/b/c', 'a/b/c'],
      ['a/#', 'a'],
      ['+/+', 'a/b'],
    ] as const;
    for (const [filter, topic] of pairs) expect(matches(filter, topic)).toBe(true);
    const others = [
      ['a/+', 'a/b/c'],
      ['a/b', 'a/b/c'],
      ['a/b/c', 'a/b'],
      ['a/+/d', 'a/b/c'],
      ['A/#', 'a/b'],
    ] as const;
    for (const [filter, topic] of others) expect(matches(filter, topic)).toBe(false);
  });

  test('of a device of somebody else lie below the own handle', () => {
    expect(eventTopic(NAMES, 'ben', { handle: 'anna', device: 'phone' })).toBe('fencepost/ben/anna:phone/event');
    expect(eventTopic(NAMES, 'anna', { handle: 'anna', device: 'phone' })).toBe('fencepost/anna/phone/event');
  });

  test('never hold what separates or matches', () => {
    expect(deviceTopics(NAMES, { handle: 'a/b', device: '+#\u0000' }).state).toBe('fencepost/a_b/___/state');
    expect(['a/b', 'Fence-post_1.x'].every((root) => TOPIC_ROOT.test(root))).toBe(true);
    expect(['', '/a', 'a/', 'a//b', 'a+', '#', 'a b', '$SYS', 'a/b/c/d'].some((root) => TOPIC_ROOT.test(root))).toBe(false);
  });
});
