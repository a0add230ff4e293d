import type { Config } from '@/lib/config';

/** Set by scripts/web.ts from the connection, after any copy that the client sent was dropped. */
export const REMOTE_ADDRESS_HEADER = 'x-fencepost-remote-address';
/** The path and query that the browser asked for, which Next does not tell its pages. */
export const PATH_HEADER = 'x-fencepost-path';

/** The address of the client, or 'unknown' where no root has set it. */
export const remoteAddress = (headers: Headers): string => headers.get(REMOTE_ADDRESS_HEADER) ?? 'unknown';

type Origin = Pick<Config, 'publicUrl' | 'publicUrlIsConfigured'>;

/** Of a header that several proxies have added to. */
const first = (list: string | null): string | undefined => list?.split(',')[0]?.trim();

/**
 * Where the browser sees this server: PUBLIC_URL when it is configured, else what it asked for, so that
 * http://192.168.1.5:3000 works without configuration. Forwarded headers reach this only from a trusted proxy.
 */
export function originOf(config: Origin, headers: Headers): string {
  if (config.publicUrlIsConfigured) return new URL(config.publicUrl).origin;
  const host = first(headers.get('x-forwarded-host')) ?? headers.get('host');
  const scheme = first(headers.get('x-forwarded-proto')) === 'https' ? 'https' : 'http';
  const asked = `${scheme}://${host}`;
  return new URL(host && URL.canParse(asked) ? asked : config.publicUrl).origin;
}

/**
 * Whether a write with a session cookie comes from our own pages. Browsers name the origin of every such request; a
 * request without one is not from a page.
 */
export function isSameOrigin(config: Origin, headers: Headers): boolean {
  const origin = headers.get('origin');
  if (!origin) return (headers.get('sec-fetch-site') ?? 'same-origin') !== 'cross-site';
  if (!URL.canParse(origin)) return false;
  const ours = [headers.get('host'), headers.get('x-forwarded-host'), new URL(originOf(config, headers)).host];
  return ours.includes(new URL(origin).host);
}
