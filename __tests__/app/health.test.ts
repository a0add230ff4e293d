import { call, emptyServer, NOW, testApi } from '@/__tests__/support/api';
import * as health from '@/app/health/route';
import * as metrics from '@/app/metrics/route';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';

type Server = ReturnType<typeof emptyServer>['server'];
const well = { broker: { state: 'up', detail: null }, engine: { state: 'up', lag: 7 }, deliveries: { state: 'up' } };

function beat(server: Server, name: string, state: Record<string, unknown>, beat_at = NOW) {
  new SqliteProcessStore(server.connection).beat({ name, pid: 1, started_at: NOW, beat_at, restarts: 0, state });
}

describe('GET /health', () => {
  test('200 when all parts are up', async () => {
    const { server } = emptyServer();
    beat(server, 'worker', { parts: well });
    const { status, body } = await call(health.GET);
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'ok',
      parts: {
        ...Object.fromEntries(['web', 'database', 'worker', 'broker', 'deliveries'].map((name) => [name, { state: 'up' }])),
        engine: { state: 'up', lag: 7 },
      },
    });
  });

  test('503 while the worker has not started, and when it has been silent for more than 10 s', async () => {
    const { server, time } = emptyServer();
    expect((await call(health.GET)).body.parts).toMatchObject({ web: { state: 'up' }, worker: { state: 'down' } });
    beat(server, 'worker', { parts: well });
    time.now += 10_000;
    expect((await call(health.GET)).status).toBe(200);
    time.now += 1;
    const silent = await call(health.GET);
    expect(silent.status).toBe(503);
    expect(silent.body).toMatchObject({ status: 'degraded', parts: { worker: { state: 'down' }, engine: { state: 'down' } } });
  });

  test('one part that is down is named, its reason only to people who are signed in', async () => {
    const { server, owner } = await testApi();
    beat(server, 'worker', { parts: { ...well, broker: { state: 'down', detail: 'connect ECONNREFUSED 10.0.0.2' } } });
    const stranger = await call(health.GET);
    expect(stranger.status).toBe(503);
    expect(stranger.body.parts.broker).toEqual({ state: 'down' });
    expect((await call(health.GET, { as: owner })).body.parts.broker.detail).toBe('connect ECONNREFUSED 10.0.0.2');
  });

  test('says to people who are signed in whether there is a mail server', async () => {
    const { owner } = await testApi();
    expect((await call(health.GET, { as: owner })).body.mail).toBe('none');
    const { owner: other } = await testApi({ SMTP_URL: 'smtp://mail.example.org' });
    expect((await call(health.GET, { as: other })).body.mail).toBe('environment');
    expect((await call(health.GET)).body).not.toHaveProperty('mail');
  });

  const listeners = [
    { name: 'mqtt', port: 1883, state: 'up', connections: 3 },
    { name: 'wss', port: 9002, state: 'up', connections: 1 },
  ];
  const broker = {
    state: 'up',
    detail: 'MQTT_TLS_KEY is key.pem; …',
    listeners,
    certificate: { names: 'DNS:example.org', expires_at: NOW, is_self_signed: false },
  };

  test('each port of the broker is told, and when its certificate ends; trouble with that is no outage', async () => {
    const { server, owner } = await testApi();
    beat(server, 'worker', { parts: { ...well, broker } });
    const { status, body } = await call(health.GET, { as: owner });
    expect(status).toBe(200);
    expect(body.parts.broker).toEqual({
      state: 'up',
      detail: 'MQTT_TLS_KEY is key.pem; …',
      listeners: {
        mqtt: { state: 'up', port: 1883, connections: 3 },
        wss: { state: 'up', port: 9002, connections: 1 },
      },
      certificate_expires_at: new Date(NOW).toISOString(),
    });
    const lines = (await call(metrics.GET)).text.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'fencepost_mqtt_listener_up{listener="wss"} 1',
        'fencepost_mqtt_connections{listener="mqtt"} 3',
        `fencepost_mqtt_certificate_expiry_seconds ${NOW / 1000}`,
      ]),
    );
    beat(server, 'supervisor', { parts: { worker: { state: 'waiting', restarts: 1 } } });
    expect((await call(health.GET)).body.parts.broker).not.toHaveProperty('listeners');
  });

  test('a worker that has just died is down at once, and restarts are counted', async () => {
    const { server } = emptyServer();
    beat(server, 'worker', { parts: well });
    beat(server, 'supervisor', { parts: { worker: { state: 'up', restarts: 2 }, web: { state: 'up', restarts: 0 } } });
    expect((await call(health.GET)).body.parts).toMatchObject({ worker: { state: 'up', restarts: 2 }, web: { restarts: 0 } });
    beat(server, 'supervisor', { parts: { worker: { state: 'waiting', restarts: 3 } } });
    const dead = await call(health.GET);
    expect(dead.status).toBe(503);
    expect(dead.body.parts.worker).toEqual({ state: 'down', restarts: 3 });
    // What it said before it died no longer holds.
    expect(dead.body.parts).toMatchObject({
      broker: { state: 'down' },
      engine: { state: 'down' },
      deliveries: { state: 'down' },
    });
    expect(dead.body.parts).toMatchObject({ web: { state: 'up' }, database: { state: 'up' } });
  });

  test('a worker that is being started again is not well yet', async () => {
    const { server } = emptyServer();
    beat(server, 'worker', { parts: well });
    beat(server, 'supervisor', { parts: { worker: { state: 'starting', restarts: 1 } } });
    const starting = await call(health.GET);
    expect(starting.status).toBe(503);
    expect(starting.body.parts).toMatchObject({ worker: { state: 'starting', restarts: 1 }, broker: { state: 'starting' } });
  });
});

describe('GET /metrics', () => {
  test('is Prometheus text with counts of messages, fixes, events, lag, deliveries and restarts', async () => {
    const { server } = emptyServer();
    beat(server, 'worker', { parts: well, counters: { messages: 12, stored: 10 } });
    beat(server, 'web', { counters: { messages: 3 } });
    beat(server, 'supervisor', { parts: { worker: { state: 'up', restarts: 2 } } });
    const { status, text, headers } = await call(metrics.GET);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const lines = text.split('\n');
    for (const line of [
      '# TYPE fencepost_up gauge',
      'fencepost_up{part="broker"} 1',
      'fencepost_restarts_total{process="worker"} 2',
      'fencepost_messages_total{process="worker",kind="messages"} 12',
      'fencepost_messages_total{process="web",kind="messages"} 3',
      'fencepost_fixes_total 0',
      'fencepost_events_total 0',
      'fencepost_engine_lag_fixes 7',
      'fencepost_deliveries{state="pending"} 0',
    ]) {
      expect(lines).toContain(line);
    }
    for (const line of lines.filter((text) => text && !text.startsWith('#'))) {
      expect(line).toMatch(/^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? \d+$/);
    }
    expect(text.endsWith('\n')).toBe(true);
  });

  test('fixes are counted also when they have been removed', async () => {
    const api = await testApi();
    const { raw } = api.server.connection;
    const { device } = await api.services.devices.create(api.owner.user, { name: 'x', device: 'x' });
    raw
      .prepare('INSERT INTO location (device_id, latitude, longitude, occurred_at, received_at) VALUES (?,1,2,3,4)')
      .run(device.id);
    raw.prepare('DELETE FROM location').run();
    expect((await call(metrics.GET)).text).toContain('\nfencepost_fixes_total 1\n');
  });
});
