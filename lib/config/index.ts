import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error';
import { type MqttListenersConfig, mqttListenerShape, mqttListeners } from './mqtt';

export { ConfigError };

function whole(min: number, max: number) {
  const error = `it must be ${min}–${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

const port = whole(1, 65_535);
const days = whole(1, 36_500);
const address = (protocol: RegExp, example: string) => z.url({ protocol, error: `it must be like ${example}` });
const email = z.email({ error: 'it must be an address like name@example.org' });
/** An address alone, or after a name: `Fencepost <fencepost@example.org>`. */
const SENDER = /^([^<>]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/;

/** Scheme, host and port as browsers write them, nothing behind. */
const isOrigin = (text: string) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('0.0.0.0'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|sqlite:)/, 'it must start with file: or sqlite:')
    .optional(),
  PUBLIC_URL: address(/^https?$/, 'https://fencepost.example.org').optional(),
  MQTT_PORT: port.default(1883),
  MQTT_HOST: z.string().default('0.0.0.0'),
  ...mqttListenerShape(port),
  MQTT_URL: address(/^(mqtts?|wss?|tcp|ssl)$/, 'mqtt://broker.example.org:1883').optional(),
  MQTT_USERNAME: z.string().optional(),
  MQTT_PASSWORD: z.string().optional(),
  SMTP_URL: address(/^smtps?$/, 'smtp://user:password@mail.example.org:587').optional(),
  SMTP_FROM: z.string().regex(SENDER, 'it must be like Fencepost <fencepost@example.org>').optional(),
  AUTH_SECRET: z.string().min(16, 'it must have at least 16 characters').optional(),
  ADMIN_EMAIL: email.optional(),
  ADMIN_PASSWORD: z.string().min(8, 'it must have at least 8 characters').optional(),
  MAX_ZONES_PER_USER: whole(0, 100_000).default(5),
  EVENT_RETENTION_DAYS: days.default(30),
  LOCATION_RETENTION_DAYS: days.optional(),
  IMPORT_MAX_MB: whole(1, 1_000_000).default(4_000),
  TILE_URL: z
    .string()
    .regex(/^(https?:\/\/|\/)(?=.*\{z\})(?=.*\{x\})(?=.*\{-?y\})/, 'it must be like https://tiles.example.org/{z}/{x}/{y}.png')
    .default('https://tile.openstreetmap.org/{z}/{x}/{y}.png'),
  TILE_ATTRIBUTION: z.string().default('© OpenStreetMap contributors'),
  FRONTEND_ORIGINS: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine((origins) => origins.every(isOrigin), 'it must be origins like https://tracks.example.org, with spaces between them')
    .default([]),
});

type Environment = Record<string, string | undefined>;

/** Everything the environment decides, validated and frozen. Paths are absolute; retention is in days. */
export type Config = Readonly<{
  port: number;
  host: string;
  dataDir: string;
  databaseFile: string;
  /** Where uploaded histories lie until they are imported, and how long one may be. */
  importsDir: string;
  importMaxBytes: number;
  /** Where pictures from phones lie. */
  mediaDir: string;
  publicUrl: string;
  /** False when PUBLIC_URL was not given and `publicUrl` is only the local default. */
  publicUrlIsConfigured: boolean;
  mqttPort: number;
  mqttHost: string;
  mqttUrl: string | null;
  mqttUsername: string | null;
  mqttPassword: string | null;
  smtpUrl: string | null;
  smtpFrom: string;
  /** False when SMTP_FROM was not given and `smtpFrom` is only the default. */
  smtpFromIsConfigured: boolean;
  /** Null until `ensureAuthSecret` has read or made the one in the data folder. */
  authSecret: string | null;
  adminEmail: string | null;
  adminPassword: string | null;
  maxZonesPerUser: number;
  eventRetentionDays: number;
  locationRetentionDays: number | null;
  tileUrl: string;
  tileAttribution: string;
  /** Pages of these origins may use /api/0 and /ws/last with the log-ins that a browser keeps. */
  frontendOrigins: readonly string[];
}> &
  Readonly<MqttListenersConfig>;

const SECRETS = [
  'DATABASE_URL',
  'MQTT_USERNAME',
  'MQTT_PASSWORD',
  'MQTT_URL',
  'SMTP_URL',
  'AUTH_SECRET',
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
];

function readSecretFiles(env: Environment): Environment {
  const resolved: Environment = { ...env };
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`];
    if (!file) continue;
    try {
      resolved[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      throw new ConfigError(`${name}_FILE`, `${name}_FILE is ${file}; it can't be read: ${(error as Error).message}`);
    }
  }
  return resolved;
}

/** For a message that may end up in a log: without what is secret. */
function shown(name: string, value: string | undefined): string {
  if (/PASSWORD|SECRET/.test(name) || value?.includes('-----BEGIN')) return 'set';
  return JSON.stringify(/_URL$/.test(name) ? value?.replace(/^([a-z]+:\/\/)?.*@/is, '$1…@') : value);
}

/** What no value alone can tell. */
function checkTogether(e: z.output<typeof schema>): void {
  const [missing, given] = e.ADMIN_EMAIL ? ['ADMIN_PASSWORD', 'ADMIN_EMAIL'] : ['ADMIN_EMAIL', 'ADMIN_PASSWORD'];
  if (Boolean(e.ADMIN_EMAIL) !== Boolean(e.ADMIN_PASSWORD)) {
    throw new ConfigError(missing as string, `${missing} is not set, but ${given} is; set both or neither`);
  }
}

/**
 * Reads the environment into one frozen object. The only reader of process.env in lib.
 * An empty value counts as not given. Secrets may come as NAME_FILE.
 * @throws ConfigError naming the first wrong variable
 */
export function loadConfig(env: Environment = process.env): Config {
  const given = Object.fromEntries(Object.entries(readSecretFiles(env)).filter(([, value]) => value?.trim()));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? 'environment');
    throw new ConfigError(name, `${name} is ${shown(name, given[name])}; ${issue?.message ?? 'it is not valid'}`);
  }
  const e = parsed.data;
  checkTogether(e);
  const dataDir = path.resolve(e.DATA_DIR);
  const databaseFile = e.DATABASE_URL
    ? path.resolve(e.DATABASE_URL.replace(/^(file|sqlite):(\/\/)?/, ''))
    : path.join(dataDir, 'fencepost.sqlite');
  return Object.freeze({
    port: e.PORT,
    host: e.HOST,
    dataDir,
    databaseFile,
    importsDir: path.join(dataDir, 'imports'),
    importMaxBytes: e.IMPORT_MAX_MB * 1_000_000,
    mediaDir: path.join(dataDir, 'media'),
    publicUrl: (e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/+$/, ''),
    publicUrlIsConfigured: e.PUBLIC_URL !== undefined,
    mqttPort: e.MQTT_PORT,
    mqttHost: e.MQTT_HOST,
    mqttUrl: e.MQTT_URL ?? null,
    mqttUsername: e.MQTT_USERNAME ?? null,
    mqttPassword: e.MQTT_PASSWORD ?? null,
    ...mqttListeners(e),
    smtpUrl: e.SMTP_URL ?? null,
    smtpFrom: e.SMTP_FROM ?? 'Fencepost <fencepost@localhost>',
    smtpFromIsConfigured: e.SMTP_FROM !== undefined,
    authSecret: e.AUTH_SECRET ?? null,
    adminEmail: e.ADMIN_EMAIL ?? null,
    adminPassword: e.ADMIN_PASSWORD ?? null,
    maxZonesPerUser: e.MAX_ZONES_PER_USER,
    eventRetentionDays: e.EVENT_RETENTION_DAYS,
    locationRetentionDays: e.LOCATION_RETENTION_DAYS ?? null,
    tileUrl: e.TILE_URL,
    tileAttribution: e.TILE_ATTRIBUTION,
    frontendOrigins: e.FRONTEND_ORIGINS,
  });
}
