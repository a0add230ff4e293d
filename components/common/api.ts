/** What the server answered instead of data, or `NETWORK` where it did not answer at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Field name → what is wrong with it, where the server named fields. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

interface ErrorBody {
  error?: { code?: string; message?: string; details?: Record<string, unknown> };
}

let renewal: Promise<unknown> | null = null;

/** Does what ends the session and begins a new one; calls that meanwhile find the old one ended wait, and go again with the new. */
export async function renewingSession<T>(work: () => Promise<T>): Promise<T> {
  const done = work();
  renewal = done.catch(() => undefined).finally(() => (renewal = null));
  return done;
}

/**
 * Calls Fencepost's own API with the session's cookie and answers the parsed body.
 * A session that has ended leads to the sign-in page and back here afterwards.
 * @throws ApiError for every answer that isn't 2xx and where there was no answer (`code` NETWORK, `status` 0)
 */
export async function api<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response = await send(method, path, body, signal);
  if (response.status === 401 && renewal) {
    await renewal;
    response = await send(method, path, body, signal);
  }
  if (!response.ok) throw await answerError(response);
  return parse(await response.text()) as T;
}

/** What an answer says that isn't 2xx. A session that has ended leads to the sign-in page. */
export async function answerError(response: Response): Promise<ApiError> {
  const data = parse(await response.text());
  if (response.status === 401) leaveForSignIn();
  const { code, message, details } = (data as ErrorBody | null)?.error ?? {};
  return new ApiError(response.status, code ?? 'INTERNAL_ERROR', message ?? response.statusText, details ?? {});
}

/** For SWR: `useSWR<T>('/api/…', fetcher)`. */
export const fetcher = <T>(path: string): Promise<T> => api<T>('GET', path);

/** @throws ApiError NETWORK where there was no answer */
export async function send(
  method: Method,
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
  accept = 'application/json',
): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new ApiError(0, 'NETWORK', (error as Error).message);
  }
}

function parse(text: string): unknown {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function leaveForSignIn(): void {
  if (typeof window === 'undefined' || /^\/(sign-in|setup)/.test(window.location.pathname)) return;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?ended=1&callbackUrl=${encodeURIComponent(here)}`);
}
