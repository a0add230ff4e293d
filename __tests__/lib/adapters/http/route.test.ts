import { z } from 'zod';
import { call, testApi } from '@/__tests__/support/api';
import { auth } from '@/__tests__/support/browser';
import { route } from '@/app/server';
import { boundedText, json, parseBody, parseQuery } from '@/lib/adapters/http/body';
import { originOf } from '@/lib/adapters/http/origin';
import { loadConfig } from '@/lib/config';

const echo = route('public', async ({ request }) => json(await parseBody(request, z.object({ a: z.string().optional() }))));

describe('every route', () => {
  test('tells an unexpected failure without its words, and logs it', async () => {
    await testApi();
    const logged: unknown[][] = [];
    console.error = (...args: unknown[]) => logged.push(args);
    const broken = route('public', async () => {
      throw new Error('SELECT secret FROM vault');
    });
    const { status, body, text } = await call(broken, { path: '/api/x?y=1' });
    expect(status).toBe(500);
    expect(body.error.code).toBe('INTERNAL_ERROR');
    expect(text).not.toContain('vault');
    expect(logged[0]).toEqual(['a request failed:', 'GET', '/api/x', expect.any(Error)]);
  });

  test('answers are not kept by caches', async () => {
    await testApi();
    expect((await call(echo, { method: 'POST', body: {} })).headers.get('cache-control')).toBe('no-store');
    expect((await call(echo, { method: 'POST', body: '{' })).headers.get('cache-control')).toBe('no-store');
  });

  test('a body that is too long is refused, also when its length is not announced', async () => {
    await testApi();
    const long = JSON.stringify({ a: 'x'.repeat(1_000_001) });
    expect((await call(echo, { method: 'POST', body: long })).body.error.details.body).toMatch(/longer than 1 MB/);
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    const request = new Request('http://x/', { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
    expect(await boundedText(request, 10_000)).toBeNull();
    expect(pulled).toBeLessThan(20);
  });

  test('an empty query value counts as not given', () => {
    const schema = z.object({ from: z.string().optional(), limit: z.coerce.number().default(5) });
    expect(parseQuery(new URL('http://x/?from=&limit='), schema)).toEqual({ limit: 5 });
  });
});

describe('where the browser sees this server', () => {
  const origin = (headers: Record<string, string>, env = {}) => originOf(loadConfig(env), new Headers(headers));

  test.each([
    [{ host: '192.168.1.5:3000' }, 'http://192.168.1.5:3000'],
    [{ host: 'a', 'x-forwarded-host': 'track.example', 'x-forwarded-proto': 'https' }, 'https://track.example'],
    [{ host: 'a', 'x-forwarded-host': 'track.example, proxy', 'x-forwarded-proto': 'https,http' }, 'https://track.example'],
    [{ host: 'not a host' }, 'http://localhost:3000'],
    [{}, 'http://localhost:3000'],
  ])('%j: %s', (headers, expected) => {
    expect(origin(headers as Record<string, string>)).toBe(expected);
  });

  test('PUBLIC_URL comes first', () => {
    expect(origin({ host: 'a' }, { PUBLIC_URL: 'https://track.example/' })).toBe('https://track.example');
  });
});

test('strangers can’t write into the log', async () => {
  await testApi();
  const body = { level: 'error', code: 'MADE_UP', message: 'hello' };
  expect((await call(auth, { method: 'POST', path: '/api/auth/_log', body })).status).toBe(204);
});
