import { inputOf, valuesOf } from '@/components/notify/mqtt/use-publish-form';

const SAVED = {
  ...{ is_enabled: true, base: 'fencepost', discovery_prefix: 'homeassistant', people: [2, 3] },
  ...{ broker: { url: 'mqtt://x:1883', username: 'fp', has_password: true }, own_broker: null, problem: null },
  updated_at: '2026-05-01T12:00:00.000Z',
};

describe('the form of MQTT publishing', () => {
  test('gives back what was saved, without a password that was not typed', () => {
    expect(inputOf(valuesOf({ mqtt_publish: SAVED, state: null }))).toEqual({
      ...{ is_enabled: true, base: 'fencepost', discovery_prefix: 'homeassistant', people: [2, 3] },
      broker: { url: 'mqtt://x:1883', username: 'fp', password: '' },
    });
    const own = { ...SAVED, broker: null, people: null };
    expect(inputOf(valuesOf({ mqtt_publish: own, state: null }))).toMatchObject({ broker: null, people: null });
  });

  test('begins with another broker, which is what most need', () => {
    const never = { ...SAVED, is_enabled: false, people: null, broker: null, updated_at: null };
    expect(valuesOf({ mqtt_publish: never, state: null })).toMatchObject({ where: 'other', whose: 'all', is_enabled: false });
  });
});
