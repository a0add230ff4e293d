import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error';

const DEFAULT_TLS_PORT = 8883;

const pem = z.string().refine((value) => !value.includes('-----BEGIN'), 'it must be the path of a PEM file, not its content');

/** OwnTracks has no setting for the path of a WebSocket: it is always /mqtt. */
function isPublicAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, username, search } = new URL(text);
  const paths = /^wss?:$/.test(protocol) ? ['', '/', '/mqtt'] : ['', '/'];
  return /^(mqtts?|wss?):$/.test(protocol) && hostname !== '' && username === '' && search === '' && paths.includes(pathname);
}

/** What of the environment concerns TLS, WebSockets and the addresses that phones use. */
export const mqttListenerShape = (port: z.ZodType<number>) => ({
  MQTT_TLS_PORT: port.optional(),
  MQTT_TLS_CERT: pem.optional(),
  MQTT_TLS_KEY: pem.optional(),
  MQTT_WS_PORT: port.optional(),
  MQTT_WSS_PORT: port.optional(),
  MQTT_PUBLIC_URL: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine(
      (urls) => urls.every(isPublicAddress),
      'it must be addresses like mqtts://mqtt.example.org:8883 or wss://example.org/mqtt, with spaces between them',
    )
    .optional(),
});

interface Given {
  PORT: number;
  MQTT_PORT: number;
  MQTT_URL?: string;
  MQTT_TLS_PORT?: number;
  MQTT_TLS_CERT?: string;
  MQTT_TLS_KEY?: string;
  MQTT_WS_PORT?: number;
  MQTT_WSS_PORT?: number;
  MQTT_PUBLIC_URL?: string[];
}

/** The embedded broker's further listeners; null where there is none. Paths are absolute. */
export interface MqttListenersConfig {
  mqttTlsPort: number | null;
  mqttTlsCert: string | null;
  mqttTlsKey: string | null;
  mqttWsPort: number | null;
  mqttWssPort: number | null;
  /** Where phones find the broker, if not where it listens: behind a proxy, or an external one. At most one of a protocol counts. */
  mqttPublicUrls: readonly string[];
}

/** @throws ConfigError for halves of a pair, and for ports without a certificate or given twice */
export function mqttListeners(e: Given): MqttListenersConfig {
  const tlsPort = e.MQTT_TLS_PORT ?? (e.MQTT_TLS_CERT ? DEFAULT_TLS_PORT : undefined);
  checkPair(e);
  checkPorts({ ...e, MQTT_TLS_PORT: tlsPort });
  const file = (name: string | undefined) => (name === undefined ? null : path.resolve(name));
  return {
    mqttTlsPort: tlsPort ?? null,
    mqttTlsCert: file(e.MQTT_TLS_CERT),
    mqttTlsKey: file(e.MQTT_TLS_KEY),
    mqttWsPort: e.MQTT_WS_PORT ?? null,
    mqttWssPort: e.MQTT_WSS_PORT ?? null,
    mqttPublicUrls: Object.freeze(e.MQTT_PUBLIC_URL ?? []),
  };
}

function checkPair(e: Given): void {
  const needs = (['MQTT_TLS_PORT', 'MQTT_WSS_PORT', 'MQTT_TLS_KEY', 'MQTT_TLS_CERT'] as const).find((name) => e[name]);
  const missing = (['MQTT_TLS_CERT', 'MQTT_TLS_KEY'] as const).find((name) => !e[name]);
  if (!needs || !missing) return;
  throw new ConfigError(
    missing,
    `${missing} is not set, but ${needs} is; TLS needs MQTT_TLS_CERT and MQTT_TLS_KEY, two PEM files`,
  );
}

function checkPorts(e: Given): void {
  if (e.MQTT_URL) return;
  const names = ['PORT', 'MQTT_PORT', 'MQTT_TLS_PORT', 'MQTT_WS_PORT', 'MQTT_WSS_PORT'] as const;
  const taken = new Map<number, string>();
  for (const name of names) {
    const port = e[name];
    if (port === undefined) continue;
    const other = taken.get(port);
    if (other) throw new ConfigError(name, `${name} is ${port}, and so is ${other}; they must differ`);
    taken.set(port, name);
  }
}
