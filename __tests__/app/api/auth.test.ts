import { call, PASSWORD, testApi } from '@/__tests__/support/api';
import { auth, Browser } from '@/__tests__/support/browser';
import * as password from '@/app/api/account/password/route';
import * as account from '@/app/api/account/route';
import * as user from '@/app/api/users/[id]/route';

const COOKIE = 'next-auth.session-token';

async function signedIn(env?: Record<string, string>) {
  const api = await testApi(env);
  const browser = new Browser();
  await browser.signIn(api.owner.user.email, PASSWORD);
  return { ...api, browser };
}

describe('signing in', () => {
  test('address and password open a session that the API accepts', async () => {
    const { owner, browser } = await signedIn();
    expect((await browser.call(account.GET)).body.user.id).toBe(owner.user.id);
    expect(await browser.session()).toMatchObject({ user: { id: owner.user.id, role: 'user', email: owner.user.email } });
  });

  test('the address is not particular about letter case', async () => {
    await testApi();
    expect((await new Browser().signIn(' OTTO@Example.org ', PASSWORD)).error).toBeNull();
  });

  test('a wrong password and an unknown address answer alike', async () => {
    await testApi();
    for (const [email, secret] of [
      ['otto@example.org', 'wrong'],
      ['nobody@example.org', PASSWORD],
    ] as const) {
      const browser = new Browser();
      const answer = await browser.signIn(email, secret);
      expect([answer.status, answer.error]).toEqual([401, 'CredentialsSignin']);
      expect(browser.cookies.has(COOKIE)).toBe(false);
    }
  });

  test('without the form’s own token nobody is signed in', async () => {
    await testApi();
    const browser = new Browser();
    await browser.call(auth, {
      method: 'POST',
      path: '/api/auth/callback/credentials',
      body: { email: 'otto@example.org', password: PASSWORD, csrfToken: 'made up', json: 'true' },
    });
    expect(browser.cookies.has(COOKIE)).toBe(false);
  });

  test('after ten wrong passwords the account waits, and is told how long; others are not held up', async () => {
    await testApi();
    const browser = new Browser();
    for (let n = 0; n < 10; n++) expect((await browser.signIn('otto@example.org', 'wrong')).error).toBe('CredentialsSignin');
    const limited = await browser.signIn('otto@example.org', PASSWORD);
    expect(limited.status).toBe(429);
    expect(limited.error).toMatch(/^Too many sign-in attempts; wait (5\d\d|600) seconds$/);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(500);
    expect(browser.cookies.has(COOKIE)).toBe(false);
    expect((await browser.signIn('uta@example.org', PASSWORD)).error).toBeNull();
    expect((await new Browser({}, '198.51.100.1').signIn('otto@example.org', PASSWORD)).error).toBeNull();
  }, 20_000);

  test('guesses sent at once are counted before they are checked', async () => {
    await testApi();
    const guesses = await Promise.all(Array.from({ length: 14 }, () => new Browser().signIn('otto@example.org', 'wrong')));
    expect(guesses.filter((guess) => guess.status === 429)).toHaveLength(4);
  });

  test('one address can’t try many accounts', async () => {
    await testApi();
    const browser = new Browser();
    const { limits } = (await import('@/app/server')).getServer();
    for (let n = 0; n < 50; n++) await limits.signIn.take('203.0.113.7', `somebody${n}@example.org`);
    expect((await browser.signIn('otto@example.org', PASSWORD)).status).toBe(429);
  });
});

describe('a session ends', () => {
  test('when the password changes, also the one that changed it', async () => {
    const { browser, owner } = await signedIn();
    const second = new Browser();
    await second.signIn(owner.user.email, PASSWORD);
    const body = { current_password: PASSWORD, new_password: 'a new password' };
    expect((await browser.call(password.POST, { method: 'POST', body })).status).toBe(200);
    expect((await browser.call(account.GET)).status).toBe(401);
    expect((await second.call(account.GET)).status).toBe(401);
    expect(await second.session()).toEqual({});
    expect((await second.signIn(owner.user.email, 'a new password')).error).toBeNull();
    expect((await second.call(account.GET)).status).toBe(200);
  });

  test('when an admin sets a new password', async () => {
    const { browser, owner, admin } = await signedIn();
    const params = { id: String(owner.user.id) };
    await call(user.PATCH, { method: 'PATCH', as: admin, params, body: { password: 'a new password' } });
    expect((await browser.call(account.GET)).status).toBe(401);
  });

  test('when the user is removed, even if the next one would get the same number', async () => {
    const { browser, owner, admin } = await signedIn();
    await call(user.DELETE, { method: 'DELETE', as: admin, params: { id: String(owner.user.id) } });
    expect((await browser.call(account.GET)).status).toBe(401);
    expect(await browser.session()).toEqual({});
  });

  test('by signing out', async () => {
    const { browser } = await signedIn();
    await browser.signOut();
    expect(browser.cookies.has(COOKIE)).toBe(false);
    expect((await browser.call(account.GET)).status).toBe(401);
  });

  test('a role that was taken away counts at once', async () => {
    const { admin, services, owner } = await testApi();
    await services.users.update(admin.user, owner.user.id, { role: 'admin' });
    const browser = new Browser();
    await browser.signIn(owner.user.email, PASSWORD);
    const params = { id: String(owner.user.id) };
    expect((await browser.call(user.GET, { params })).status).toBe(200);
    await services.users.update(admin.user, owner.user.id, { role: 'user' });
    expect((await browser.call(user.GET, { params })).status).toBe(403);
  });

  test('a cookie of another secret is no session', async () => {
    const { browser, owner } = await signedIn({ AUTH_SECRET: 'quite another secret' });
    const forged = browser.cookies.get(COOKIE) ?? '';
    const { server } = await testApi();
    expect(server.authSecret).toBe('a secret for tests only');
    expect((await call(account.GET, { headers: { cookie: `${COOKIE}=${forged}` } })).status).toBe(401);
    expect(owner.user.id).toBe(2);
  });
});

describe('origin', () => {
  test('http at any address of this machine: a plain cookie', async () => {
    await testApi();
    const browser = new Browser({ host: '192.168.1.5:3000' });
    const answer = await browser.signIn('otto@example.org', PASSWORD);
    expect(answer.body.url).toBe('http://192.168.1.5:3000/map');
    expect([...browser.cookies.keys()]).toContain(COOKIE);
  });

  test('https, by PUBLIC_URL or by a trusted proxy: a secure cookie', async () => {
    await testApi({ PUBLIC_URL: 'https://track.example' });
    const browser = new Browser();
    const answer = await browser.signIn('otto@example.org', PASSWORD);
    expect(answer.body.url).toBe('https://track.example/map');
    expect([...browser.cookies.keys()]).toContain(`__Secure-${COOKIE}`);
    expect(answer.headers.getSetCookie().every((cookie) => cookie.includes('Secure'))).toBe(true);
    expect((await browser.call(account.GET)).status).toBe(200);

    await testApi();
    const proxied = new Browser({ 'x-forwarded-host': 'track.example', 'x-forwarded-proto': 'https' });
    await proxied.signIn('otto@example.org', PASSWORD);
    expect([...proxied.cookies.keys()]).toContain(`__Secure-${COOKIE}`);
  });

  test('a write with a session cookie from another site is refused, with a token it is not', async () => {
    const { browser, owner } = await signedIn();
    const write = { method: 'PATCH', body: { name: 'Changed' } };
    const from = (origin: string) => browser.call(account.PATCH, { ...write, headers: { origin } });
    expect((await from('https://evil.example')).status).toBe(403);
    expect((await from('null')).status).toBe(403);
    expect((await browser.call(account.PATCH, { ...write, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await browser.call(account.GET)).body.user.name).toBe('otto');
    expect((await from('http://localhost:3000')).status).toBe(200);
    const headers = { origin: 'https://evil.example' };
    expect((await call(account.PATCH, { ...write, as: owner, headers })).status).toBe(200);
  });

  test('nobody is sent to another site after signing in', async () => {
    await testApi();
    const path = '/api/auth/signin?callbackUrl=https://evil.example/';
    const answer = await new Browser().call(auth, { path });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/sign-in?callbackUrl=http%3A%2F%2Flocalhost%3A3000');
  });
});
