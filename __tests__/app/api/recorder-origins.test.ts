import { call, PASSWORD, testApi } from '@/__tests__/support/api';
import { Browser } from '@/__tests__/support/browser';
import { addDevice } from '@/__tests__/support/data';
import * as list from '@/app/api/0/list/route';

const FRONTEND = 'https://tracks.example.org';
const ELSEWHERE = 'https://elsewhere.example.org';

async function setUp() {
  const api = await testApi({ FRONTEND_ORIGINS: FRONTEND });
  await addDevice(api.server, api.owner);
  const browser = new Browser();
  await browser.signIn('otto@example.org', PASSWORD);
  return { api, cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}

const ask = (headers: Record<string, string>) => call(list.GET, { path: '/api/0/list', headers });

describe('pages of other origins', () => {
  test('may read with a log-in of their own, never with the browser’s', async () => {
    const { api } = await setUp();
    for (const origin of [ELSEWHERE, 'null']) {
      const answer = await ask({ origin, authorization: `Bearer ${api.owner.token}` });
      expect([answer.status, answer.body]).toEqual([200, { results: ['otto'] }]);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  test('a refusal can be read, too', async () => {
    await setUp();
    const answer = await ask({ origin: ELSEWHERE });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
  });

  test('may ask beforehand whether they may', async () => {
    await setUp();
    const asked = await call(list.OPTIONS, { method: 'OPTIONS', headers: { origin: ELSEWHERE } });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/Authorization.*X-Limit-User/);
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('a session is for our own pages and those that the operator named', async () => {
    const { cookie } = await setUp();
    expect((await ask({ cookie })).body).toEqual({ results: ['otto'] });
    expect((await ask({ cookie, origin: 'http://localhost:3000' })).status).toBe(200);
    const named = await ask({ cookie, origin: FRONTEND });
    expect([named.status, named.headers.get('access-control-allow-origin')]).toEqual([200, FRONTEND]);
    expect(named.headers.get('access-control-allow-credentials')).toBe('true');
    expect(named.headers.get('vary')).toContain('Origin');
    for (const origin of [ELSEWHERE, 'null', 'https://tracks.example.org.evil.example', 'http://tracks.example.org']) {
      expect((await ask({ cookie, origin })).status).toBe(401);
    }
    expect((await ask({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(401);
  });
});
