import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, loadConfig } from '@/lib/config';
import { temporaryFolder } from '../../support/database';

function problem(env: Record<string, string>): ConfigError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error(`no problem with ${JSON.stringify(env)}`);
}

describe('the environment', () => {
  test('needs nothing; an empty value counts as not given', () => {
    const standard = loadConfig({});
    expect(standard).toMatchObject({ port: 3000, mqttPort: 1883, maxZonesPerUser: 5, eventRetentionDays: 30, smtpUrl: null });
    expect(standard.publicUrl).toBe('http://localhost:3000');
    expect(loadConfig({ PORT: '', SMTP_URL: '', LOCATION_RETENTION_DAYS: '', MAX_ZONES_PER_USER: ' ' })).toEqual(standard);
    expect(Object.isFrozen(standard)).toBe(true);
  });

  test.each([
    ['PORT', 'abc', 'PORT is "abc"; it must be 1–65535'],
    ['PORT', '70000', 'PORT is "70000"; it must be 1–65535'],
    ['MQTT_PORT', '1.5', 'MQTT_PORT is "1.5"; it must be 1–65535'],
    ['MAX_ZONES_PER_USER', '-1', 'MAX_ZONES_PER_USER is "-1"; it must be 0–100000'],
    ['EVENT_RETENTION_DAYS', '0', 'EVENT_RETENTION_DAYS is "0"; it must be 1–36500'],
    ['LOCATION_RETENTION_DAYS', 'never', 'LOCATION_RETENTION_DAYS is "never"; it must be 1–36500'],
    ['PUBLIC_URL', 'here', 'PUBLIC_URL is "here"; it must be like https://fencepost.example.org'],
    ['MQTT_URL', 'localhost:1883', 'MQTT_URL is "localhost:1883"; it must be like mqtt://broker.example.org:1883'],
    ['SMTP_FROM', 'Fencepost', 'SMTP_FROM is "Fencepost"; it must be like Fencepost <fencepost@example.org>'],
    ['ADMIN_EMAIL', 'ada', 'ADMIN_EMAIL is "ada"; it must be an address like name@example.org'],
    ['TILE_URL', 'https://tiles', 'TILE_URL is "https://tiles"; it must be like https://tiles.example.org/{z}/{x}/{y}.png'],
    [
      'FRONTEND_ORIGINS',
      'https://a.example.org https://b.example.org/',
      'FRONTEND_ORIGINS is "https://a.example.org https://b.example.org/"; it must be origins like https://tracks.example.org, with spaces between them',
    ],
    ['DATABASE_URL', 'postgres://x', 'DATABASE_URL is "postgres://x"; it must start with file: or sqlite:'],
  ])('a wrong %s (%s) is one line that names it, its value and what it must be', (name, value, line) => {
    expect(problem({ [name]: value })).toMatchObject({ variable: name, message: line });
  });

  test('what is secret is not shown', () => {
    expect(problem({ ADMIN_PASSWORD: 'geheim' }).message).toBe('ADMIN_PASSWORD is set; it must have at least 8 characters');
    expect(problem({ AUTH_SECRET: 'geheim' }).message).toBe('AUTH_SECRET is set; it must have at least 16 characters');
    expect(problem({ SMTP_URL: 'jane:geheim@mail.example.org' }).message).not.toContain('geheim');
    expect(problem({ MQTT_URL: 'http://jane:ge/he@im@mail.example.org' }).message).not.toMatch(/ge\/he|im@/);
    const url = 'http://jane:geheim@mail.example.org';
    expect(problem({ SMTP_URL: url }).message).toMatch(/^SMTP_URL is "http:\/\/…@mail\.example\.org"; /);
  });

  test('what belongs together is given together, and two listeners need two ports', () => {
    expect(problem({ ADMIN_EMAIL: 'ada@example.org' }).variable).toBe('ADMIN_PASSWORD');
    expect(problem({ ADMIN_PASSWORD: 'correct horse' }).variable).toBe('ADMIN_EMAIL');
    expect(problem({ PORT: '1883' }).message).toBe('MQTT_PORT is 1883, and so is PORT; they must differ');
    expect(loadConfig({ PORT: '1883', MQTT_URL: 'mqtt://broker.example.org' }).port).toBe(1883);
  });

  const pair = { MQTT_TLS_CERT: 'tls/cert.pem', MQTT_TLS_KEY: '/etc/tls/key.pem' };

  test('a certificate and its key make MQTT over TLS listen, on 8883 unless told otherwise', () => {
    expect(loadConfig(pair)).toMatchObject({
      mqttTlsPort: 8883,
      mqttTlsCert: path.resolve('tls/cert.pem'),
      mqttTlsKey: '/etc/tls/key.pem',
      mqttWsPort: null,
      mqttWssPort: null,
    });
    expect(loadConfig({ ...pair, MQTT_TLS_PORT: '8884', MQTT_WSS_PORT: '443' })).toMatchObject({
      mqttTlsPort: 8884,
      mqttWssPort: 443,
    });
    expect(loadConfig({ MQTT_WS_PORT: '9001' })).toMatchObject({ mqttTlsPort: null, mqttWsPort: 9001 });
  });

  test.each([
    [{ MQTT_TLS_PORT: '8883' }, 'MQTT_TLS_CERT is not set, but MQTT_TLS_PORT is; '],
    [{ MQTT_WSS_PORT: '443' }, 'MQTT_TLS_CERT is not set, but MQTT_WSS_PORT is; '],
    [{ MQTT_TLS_CERT: 'cert.pem' }, 'MQTT_TLS_KEY is not set, but MQTT_TLS_CERT is; '],
    [{ MQTT_TLS_KEY: 'key.pem' }, 'MQTT_TLS_CERT is not set, but MQTT_TLS_KEY is; '],
    [{ ...pair, MQTT_TLS_PORT: '1883' }, 'MQTT_TLS_PORT is 1883, and so is MQTT_PORT; they must differ'],
    [{ MQTT_WS_PORT: '3000' }, 'MQTT_WS_PORT is 3000, and so is PORT; they must differ'],
    [{ ...pair, MQTT_WS_PORT: '9001', MQTT_WSS_PORT: '9001' }, 'MQTT_WSS_PORT is 9001, and so is MQTT_WS_PORT; they must differ'],
  ])('%j is half of something', (env, line) => {
    expect(problem(env).message).toContain(line);
  });

  test('a key given in place of its file is not shown', () => {
    const { message } = problem({ ...pair, MQTT_TLS_KEY: '-----BEGIN PRIVATE KEY-----\ngeheim' });
    expect(message).toBe('MQTT_TLS_KEY is set; it must be the path of a PEM file, not its content');
  });

  test('phones may be sent to other addresses, all that OwnTracks can use', () => {
    const { mqttPublicUrls } = loadConfig({ MQTT_PUBLIC_URL: 'mqtts://mqtt.example.org, wss://example.org/mqtt' });
    expect(mqttPublicUrls).toEqual(['mqtts://mqtt.example.org', 'wss://example.org/mqtt']);
    for (const url of ['https://example.org', 'wss://example.org/other', 'mqtt://jane@example.org', 'mqtts://', 'example.org']) {
      expect(problem({ MQTT_PUBLIC_URL: `mqtt://example.org ${url}` }).variable).toBe('MQTT_PUBLIC_URL');
    }
  });

  test('a secret may come from a file', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'secret');
    writeFileSync(file, 'smtp://mail.example.org\n');
    expect(loadConfig({ SMTP_URL_FILE: file }).smtpUrl).toBe('smtp://mail.example.org');
    expect(problem({ SMTP_URL_FILE: `${file}.missing` }).variable).toBe('SMTP_URL_FILE');
    rmSync(folder, { recursive: true });
  });

  test('frontends may be at several addresses', () => {
    expect(loadConfig({}).frontendOrigins).toEqual([]);
    const frontendOrigins = ['https://a.example.org', 'http://192.168.1.5:8080'];
    expect(loadConfig({ FRONTEND_ORIGINS: frontendOrigins.join(', ') })).toMatchObject({ frontendOrigins });
  });

  test.each(['jane@example.org', 'Fencepost <fp@localhost>', '"Fence, Post" <fp@example.org>'])(
    'mails may come from %s',
    (sender) => {
      expect(loadConfig({ SMTP_FROM: sender }).smtpFrom).toBe(sender);
    },
  );
});
