import type { SendResult } from './mailer';

/** One request to a server that a person named. */
export interface OutboundMessage {
  /** http or https; without a log-in in it. */
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** What a server said. */
export interface OutboundAnswer {
  kind: 'answer';
  status: number;
  /** By their names in lower case. */
  headers: Record<string, string>;
  /** The first 4 KB, read as UTF-8. */
  body: string;
}

/** Why there is no answer, in words for the person who named the server. They never hold the path or the headers: secrets may be in them. */
export interface OutboundFailure {
  kind: 'failure';
  /** `permanent`: the address may not be used. `transient`: the network, or the server, failed. */
  outcome: 'transient' | 'permanent';
  message: string;
  /** All was said and no answer came: the server may have acted on it all the same. */
  is_ambiguous: boolean;
}

/**
 * Sends one request and no second one: redirects are not followed. The address is looked up once, checked against what the
 * installation may reach, and used as checked. Ends within 10 s, or soon after `signal` is aborted. Never throws for what the other
 * side does.
 */
export type OutboundRequest = (message: OutboundMessage, signal: AbortSignal) => Promise<OutboundAnswer | OutboundFailure>;

/** Characters of an answer that are kept with an attempt. */
const EXCERPT = 200;
/** Beyond it the usual pauses would come round sooner than what a server asks for. */
const LONGEST_WAIT_MS = 6 * 3_600_000;
/** Timeout, "too early" and "too many requests": the same request may be taken later. */
const LATER = new Set([408, 425, 429]);

/** An answer's body in one line, cut short. */
export function excerptOf(body: string): string {
  const line = body.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  const characters = [...line];
  return characters.length > EXCERPT ? `${characters.slice(0, EXCERPT).join('')}…` : line;
}

/**
 * How long a `Retry-After` (RFC 9110, 10.2.3) asks to wait, 0 to six hours; undefined where it says nothing that can be read.
 * @param now epoch ms, for the form with a date
 */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}

function outcomeOf(status: number): SendResult['outcome'] {
  if (status >= 200 && status < 300) return 'sent';
  return status >= 500 || LATER.has(status) ? 'transient' : 'permanent';
}

/** What an answer, or its absence, means for a delivery: 2xx sent; 408, 425, 429, 5xx and the network transient; all else permanent. */
export function sendResultOf(answer: OutboundAnswer | OutboundFailure, now: number): SendResult {
  if (answer.kind === 'failure') {
    return { outcome: answer.outcome, response: answer.message, is_ambiguous: answer.is_ambiguous };
  }
  const { status, headers, body } = answer;
  const outcome = outcomeOf(status);
  const said = [String(status), excerptOf(body)].filter(Boolean).join(' ');
  const isRedirect = status >= 300 && status < 400;
  const response = isRedirect ? `${said} (the server redirects; give the address that it redirects to)` : said;
  const wait = outcome === 'transient' ? retryAfterMs(headers['retry-after'], now) : undefined;
  return wait === undefined ? { outcome, response } : { outcome, response, retry_after_ms: wait };
}

/** Which addresses that are not public an admin allows. */
export interface OutboundPolicy {
  /** Those of home and company networks; never this machine itself or addresses by which clouds tell secrets. */
  allow_private: boolean;
  /** Host names, addresses and networks (CIDR) that are allowed besides, this machine's among them. */
  allowed: readonly string[];
}

/** Says why an address may not be used, looking it up now; null: nothing is known against it. For the form that takes it. */
export type OutboundCheck = (url: string, signal: AbortSignal) => Promise<string | null>;
