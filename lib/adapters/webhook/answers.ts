import type { WebhookPreset } from '@/lib/domain/model';
import type { SendResult } from '@/lib/services/mailer';
import { excerptOf, type OutboundAnswer, type OutboundFailure, retryAfterMs, sendResultOf } from '@/lib/services/outbound';

/** A shorter text would be found by chance in harmless words. */
const SHORTEST_SECRET = 4;

/** A service's own words about an error, where its JSON has any; else the body. */
function wordsIn(body: string): string {
  try {
    const { errorDescription, description, error, message } = JSON.parse(body) as Record<string, unknown>;
    const found = [errorDescription, description, error, message].find((word) => typeof word === 'string' && word !== '');
    return found === undefined ? body : String(found);
  } catch {
    return body;
  }
}

/** Telegram says in the body for how long it wants to be left alone. */
function telegramWait(body: string, now: number): number | undefined {
  const seconds = /"retry_after"\s*:\s*(\d{1,9})/.exec(body)?.[1];
  return seconds === undefined ? undefined : retryAfterMs(seconds, now);
}

/** Apprise speaks for the services behind it. */
function appriseResult({ status, body }: OutboundAnswer): SendResult | null {
  // "No content": the key has no configuration, so that nothing went anywhere.
  if (status === 204) return { outcome: 'permanent', response: '204 Apprise has no service for this key, tag or URL' };
  // "Failed dependency": a service behind it did not take the message.
  return status === 424 ? { outcome: 'transient', response: `424 ${excerptOf(wordsIn(body))}`, is_ambiguous: true } : null;
}

/** In place of each secret, however it is written. */
export function masked(text: string, secrets: readonly string[]): string {
  const written = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  const longestFirst = [...new Set(written)]
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, secret) => rest.replaceAll(secret, '•••'), text);
}

/** What an answer means for a webhook of a preset. What a service says to a success repeats the message; only its status is kept. */
export function webhookResult(preset: WebhookPreset, answer: OutboundAnswer | OutboundFailure, now: number): SendResult {
  if (answer.kind === 'failure' || preset === 'signed') return sendResultOf(answer, now);
  const own = preset === 'apprise' ? appriseResult(answer) : null;
  if (own) return own;
  const isTaken = answer.status >= 200 && answer.status < 300;
  const result = sendResultOf({ ...answer, body: isTaken ? '' : wordsIn(answer.body) }, now);
  const wait = preset === 'telegram' && result.outcome === 'transient' ? telegramWait(answer.body, now) : undefined;
  return wait === undefined ? result : { ...result, retry_after_ms: wait };
}
