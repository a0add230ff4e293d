import { type BrokerCertificate, type MqttMode, type Reach, Ways } from '@/lib/services/ways';

const NOW = Date.UTC(2026, 4, 1);
const HERE = 'http://192.168.1.5:3000';
const bare: Reach = {
  mqttUrl: null,
  mqttPort: 1883,
  mqttTlsPort: null,
  mqttWsPort: null,
  mqttWssPort: null,
  mqttPublicUrls: [],
  lanAddress: '192.168.1.9',
};
const full: Partial<Reach> = { mqttTlsPort: 8883, mqttWsPort: 9001, mqttWssPort: 9002 };
const certificate: BrokerCertificate = {
  names: 'DNS:*.example.org, DNS:mqtt.example.org, IP Address:192.0.2.1',
  expires_at: NOW + 1,
  is_self_signed: false,
};

const ways = (reach: Partial<Reach>, origin = HERE, cert: BrokerCertificate | null = null) =>
  new Ways({ ...bare, ...reach }, origin, cert, NOW);
/** `mode address` of what is offered, `mode? missing` of the rest. */
const inShort = (it: Ways) =>
  it.all().map(({ mode, address, missing }) => (address === null ? `${mode}? ${missing.join(' ')}` : `${mode} ${address}`));
const warningsOf = (it: Ways, mode: MqttMode) => it.all().find((way) => way.mode === mode)?.warnings;

test('a bare installation offers MQTT and HTTP, and tells what the rest needs', () => {
  expect(inShort(ways({}))).toEqual([
    'mqtt mqtt://192.168.1.5:1883',
    'mqtts? MQTT_TLS_CERT MQTT_TLS_KEY',
    'ws? MQTT_WS_PORT',
    'wss? MQTT_WSS_PORT MQTT_TLS_CERT MQTT_TLS_KEY',
    'http http://192.168.1.5:3000/pub',
  ]);
  expect(ways({ mqttTlsPort: 8883 }).missing('wss')).toEqual(['MQTT_WSS_PORT']);
});

test('all listeners are offered under the name by which the browser knows the server', () => {
  expect(inShort(ways(full, 'https://track.example'))).toEqual([
    'mqtt mqtt://track.example:1883',
    'mqtts mqtts://track.example:8883',
    'ws ws://track.example:9001/mqtt',
    'wss wss://track.example:9002/mqtt',
    'http https://track.example/pub',
  ]);
  expect(ways(full).broker('wss')).toEqual({ host: '192.168.1.5', port: 9002, tls: true, ws: true });
  expect(ways(full).broker('ws')).toEqual({ host: '192.168.1.5', port: 9001, tls: false, ws: true });
});

test('phones are sent to this machine’s address instead of localhost, and warned when it has none', () => {
  for (const origin of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000']) {
    expect(inShort(ways({}, origin))).toEqual(inShort(ways({}, 'http://192.168.1.9:3000')));
    const alone = ways({ lanAddress: null }, origin);
    expect(alone.all().flatMap(({ warnings }) => warnings)).toEqual(['localhost', 'localhost']);
  }
});

test('an IPv6 address stands in brackets where it belongs', () => {
  const it = ways({}, 'http://[2001:db8::5]:3000');
  expect(it.broker('mqtt')?.host).toBe('2001:db8::5');
  expect(it.url).toBe('http://[2001:db8::5]:3000/pub');
  expect(inShort(it)[0]).toBe('mqtt mqtt://[2001:db8::5]:1883');
});

test.each([
  ['mqtt://broker.example', 'mqtt', { host: 'broker.example', port: 1883, tls: false, ws: false }],
  ['tcp://broker.example:1884', 'mqtt', { host: 'broker.example', port: 1884, tls: false, ws: false }],
  ['mqtts://broker.example', 'mqtts', { host: 'broker.example', port: 8883, tls: true, ws: false }],
  ['ssl://broker.example', 'mqtts', { host: 'broker.example', port: 8883, tls: true, ws: false }],
  ['ws://broker.example', 'ws', { host: 'broker.example', port: 80, tls: false, ws: true }],
  ['wss://broker.example/mqtt', 'wss', { host: 'broker.example', port: 443, tls: true, ws: true }],
] as const)('an external broker at %s is offered as %s, the rest is not', (mqttUrl, mode, address) => {
  const it = ways({ ...full, mqttUrl });
  expect(it.broker(mode)).toEqual(address);
  expect(it.all().filter(({ is_offered }) => is_offered)).toMatchObject([{ mode }, { mode: 'http' }]);
  expect(it.missing('mqtts')).toEqual(['MQTT_PUBLIC_URL']);
  // Who asks for "mqtt" without knowing of the others gets what there is.
  expect(it.broker('mqtt')).toEqual(address);
});

test('an external broker on this machine is elsewhere for phones', () => {
  expect(ways({ mqttUrl: 'mqtt://127.0.0.1:1884' }, 'https://track.example').broker('mqtt')).toMatchObject({
    host: 'track.example',
    port: 1884,
  });
  expect(warningsOf(ways({ mqttUrl: 'mqtt://mosquitto:1883' }), 'mqtt')).toEqual(['internal_name']);
});

test('public addresses come before all others', () => {
  const mqttPublicUrls = ['mqtts://mqtt.example.org', 'wss://track.example/mqtt', 'wss://second.example'];
  expect(inShort(ways({ mqttPublicUrls }))).toEqual([
    'mqtt mqtt://192.168.1.5:1883',
    'mqtts mqtts://mqtt.example.org:8883',
    'ws? MQTT_WS_PORT',
    'wss wss://track.example:443/mqtt',
    'http http://192.168.1.5:3000/pub',
  ]);
  const external = ways({ mqttUrl: 'mqtt://mosquitto:1883', mqttPublicUrls: ['mqtt://track.example:1884'] });
  expect(external.broker('mqtt')).toMatchObject({ host: 'track.example', port: 1884 });
  expect(warningsOf(external, 'mqtt')).toEqual([]);
});

describe('the certificate', () => {
  test('that is for the host is no matter', () => {
    const it = ways(full, 'https://track.example.org', certificate);
    expect(it.broker('mqtts')?.host).toBe('track.example.org');
    expect(warningsOf(it, 'mqtts')).toEqual([]);
    expect(warningsOf(ways(full, 'http://192.0.2.1', certificate), 'wss')).toEqual([]);
  });

  test('that is for another name decides where phones go over TLS, and nowhere else', () => {
    const it = ways(full, HERE, certificate);
    expect(it.broker('mqtts')?.host).toBe('mqtt.example.org');
    expect(it.broker('mqtt')?.host).toBe('192.168.1.5');
    expect(warningsOf(it, 'mqtts')).toEqual([]);
  });

  test('that fits nowhere, that nobody signed, or that has expired is a warning', () => {
    const home = { ...certificate, names: 'DNS:localhost, DNS:box.local', is_self_signed: true, expires_at: NOW };
    const it = ways(full, HERE, home);
    expect(it.broker('wss')?.host).toBe('192.168.1.5');
    expect(warningsOf(it, 'wss')).toEqual(['self_signed', 'other_name', 'expired']);
    expect(warningsOf(it, 'ws')).toEqual([]);
    // Behind a proxy, phones see the proxy's.
    expect(warningsOf(ways({ ...full, mqttPublicUrls: ['wss://track.example'] }, HERE, home), 'wss')).toEqual([]);
  });
});

test.each([
  ['plain in the home network', {}, HERE, null, 'mqtt'],
  ['plain, by a name of the home network', {}, 'https://box.lan', null, 'mqtt'],
  ['plain, behind a proxy on the internet', {}, 'https://track.example', null, 'http'],
  ['a good certificate', full, 'https://mqtt.example.org', certificate, 'mqtts'],
  ['a good certificate for WebSockets only', { mqttWssPort: 443 }, 'https://mqtt.example.org', certificate, 'wss'],
  ['a certificate of one’s own', full, HERE, { ...certificate, is_self_signed: true }, 'mqtt'],
  ['an external broker', { mqttUrl: 'mqtts://broker.example' }, 'https://track.example', null, 'mqtts'],
  ['an external broker inside', { mqttUrl: 'ws://broker:80' }, 'https://track.example', null, 'ws'],
  ['WebSockets by a proxy', { mqttPublicUrls: ['wss://track.example'] }, 'https://track.example', null, 'wss'],
] as const)('%s: what to begin with', (_what, reach, origin, cert, mode) => {
  expect(ways(reach, origin, cert).recommended()).toBe(mode);
});
