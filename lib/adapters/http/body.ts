import type { z } from 'zod';
import { ServiceError } from '@/lib/services/errors';
import { validationError } from './errors';

/** Larger than any zone with 1,000 vertices. */
const MAX_BODY_BYTES = 1_000_000;

const wrongBody = (message: string) => new ServiceError('VALIDATION_ERROR', message, { body: message });

/** The body as text, read no further than `most` bytes; null when it is longer. */
export async function boundedText(request: Request, most: number): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return null;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) {
    length += step.value.length;
    if (length > most) {
      await reader?.cancel();
      return null;
    }
    chunks.push(step.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The JSON body, checked; an empty one counts as {}. @throws ServiceError VALIDATION_ERROR with details by field */
export async function parseBody<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  const text = await boundedText(request, MAX_BODY_BYTES);
  if (text === null) throw wrongBody('the body is longer than 1 MB');
  let body: unknown;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch {
    throw wrongBody('the body is not JSON');
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw validationError(parsed.error.issues);
  return parsed.data;
}

/** The query, checked; an empty value counts as not given. @throws ServiceError VALIDATION_ERROR with details by field */
export function parseQuery<S extends z.ZodType>(url: URL, schema: S): z.output<S> {
  const given = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw validationError(parsed.error.issues);
  return parsed.data;
}

export function json(data: unknown, status = 200): Response {
  return Response.json(data, { status, headers: { 'cache-control': 'no-store' } });
}
