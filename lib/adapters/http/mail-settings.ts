import { isIP } from 'node:net';
import { z } from 'zod';
import type { MailView, ProbeStep } from '@/lib/domain/notify/mail-server';
import { MAIL_SECURITIES } from '@/lib/domain/notify/mail-server';
import type { ProbeReport } from '@/lib/services/mail-probe';
import { choice, integer } from './params';
import { text } from './schemas';

/** RFC 1123 names, one of a single part too: mail servers at home are called "mail". */
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i;
/** Any name, of this machine too: only the server knows for what it sends. */
const ADDRESS = /^[^\s@<>"(),;:\\]+@[^\s@<>"(),;:\\]+$/;

const isHost = (value: string) => isIP(value) !== 0 || HOST_NAME.test(value);

const host = text('host', 1, 253).refine(isHost, {
  error: ({ input }) => `host is ${JSON.stringify(input)}; it must be a name like mail.example.org or an IP address`,
});

const address = (field: string) =>
  text(field, 1, 254).refine((value) => ADDRESS.test(value), {
    error: ({ input }) => `${field} is ${JSON.stringify(input)}; it must be an address like name@example.org`,
  });

/** Without line breaks and the like, which could add lines to a mail's head. */
const oneLine = (field: string, max: number) =>
  text(field, 0, max).refine((value) => !/\p{Cc}/u.test(value), { error: `${field} must be one line` });

/** Never repeated in a message. An empty one counts as not given: the kept one stays. */
const secret = z
  .string({ error: 'password must be a text' })
  .max(1000, 'password must have at most 1000 characters')
  .transform((value) => value || undefined)
  .optional();

export const mailServerInput = z.object({
  host,
  port: integer('port', 1, 65_535),
  security: choice('security', MAIL_SECURITIES),
  user: oneLine('user', 254).default(''),
  password: secret,
  from_address: address('from_address'),
  from_name: oneLine('from_name', 100).default(''),
});

/** `settings`: a draft to test; without it, what is saved. `to`: without it, the address of who asks. */
export const mailProbeInput = z.object({ settings: mailServerInput.optional(), to: address('to').optional() });

export const mailSettingsDto = ({ updated_at, ...view }: MailView) => ({
  ...view,
  updated_at: updated_at === null ? null : new Date(updated_at).toISOString(),
});

/** One JSON object in each line: a step as soon as it is over, at the end the report. */
export function probeLines(
  run: (onStep: (step: ProbeStep) => void, signal: AbortSignal) => Promise<ProbeReport>,
  onError: (error: unknown) => void,
): Response {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (line: unknown) => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      run((step) => write({ step }), gone.signal)
        .then((report) => write({ report }), onError)
        .finally(() => {
          if (!gone.signal.aborted) controller.close();
        });
    },
    // Who left the page waits for nothing.
    cancel: () => gone.abort(),
  });
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' } });
}
