import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';

const SOURCE = readFileSync(path.resolve(__dirname, '../../public/sw.js'), 'utf8');
const ORIGIN = 'https://fence.example.org';

interface Shown {
  title: string;
  tag: string;
  renotify: boolean;
  requireInteraction: boolean;
  data: { path?: string; identity?: string; at?: number; ids?: number[] };
}

interface Request {
  path: string;
  method: string;
  body: Record<string, unknown> | null;
}

interface Window {
  url: string;
  isFocused: boolean;
}

/** The worker in a world of its own: what it shows, where it leads windows, what it asks of the server. */
function worker(options: { windows?: string[]; status?: number } = {}) {
  const listeners = new Map<string, (event: Record<string, unknown>) => void>();
  const shown: Shown[] = [];
  const opened: string[] = [];
  const requests: Request[] = [];
  const windows: Window[] = (options.windows ?? []).map((at) => ({ url: ORIGIN + at, isFocused: false }));
  const clients = {
    matchAll: async () =>
      windows.map((window) => {
        const client = {
          url: window.url,
          focus: async () => {
            window.isFocused = true;
          },
          navigate: async (url: string) => {
            window.url = url;
            return client;
          },
        };
        return client;
      }),
    openWindow: async (url: string) => opened.push(url),
  };
  const subscription = { unsubscribed: false, endpoint: `${ORIGIN}/new`, toJSON: () => ({ endpoint: `${ORIGIN}/new` }) };
  const registration = {
    getNotifications: async ({ tag }: { tag: string }) => shown.filter((one) => one.tag === tag),
    // What has the same tag is replaced, as in a browser.
    showNotification: async (title: string, one: Omit<Shown, 'title'>) => {
      const index = shown.findIndex(({ tag }) => tag === one.tag);
      shown.splice(index < 0 ? shown.length : index, index < 0 ? 0 : 1, { title, ...one });
    },
    pushManager: {
      subscribe: async () => ({ ...subscription, unsubscribe: async () => Object.assign(subscription, { unsubscribed: true }) }),
    },
  };
  const self = {
    addEventListener: (type: string, listener: (event: Record<string, unknown>) => void) => listeners.set(type, listener),
    ...{ registration, clients, location: { origin: ORIGIN } },
  };
  const fetch = async (at: string, { method = 'GET', body }: { method?: string; body?: string }) => {
    requests.push({ path: at, method, body: body === undefined ? null : JSON.parse(body) });
    return { status: options.status ?? 200, json: async () => ({ push: { public_key: 'key' } }) };
  };
  runInNewContext(SOURCE, { self, fetch, URL });
  const dispatch = async (type: string, event: Record<string, unknown>) => {
    const work: Promise<unknown>[] = [];
    listeners.get(type)?.({ ...event, waitUntil: (promise: Promise<unknown>) => work.push(promise) });
    await Promise.all(work);
  };
  const push = (payload: unknown) => dispatch('push', { data: payload === null ? null : { json: () => payload } });
  const click = (data: Record<string, unknown> | null) =>
    dispatch('notificationclick', { notification: { data, close: () => {} } });
  return { shown, opened, requests, windows, subscription, listeners, dispatch, push, click };
}

const news = (change: Record<string, unknown> = {}) => ({
  ...{ title: 'Arrived', body: 'at Home', tag: 'zone 1', identity: 'delivery-1', at: 1000, lang: 'en' },
  ...{ path: '/admin/geofences/events/7', ids: [1], is_important: false, ...change },
});

describe('a push', () => {
  test('is shown; a newer one of the same takes its place and rings, a copy does not ring', async () => {
    const { shown, push } = worker();
    await push(news());
    await push(news({ identity: 'delivery-2', title: 'Left', at: 2000, is_important: true }));
    expect(shown).toMatchObject([{ title: 'Left', renotify: true, requireInteraction: true, data: { at: 2000, ids: [1] } }]);
    await push(news({ identity: 'delivery-2', title: 'Left', at: 2000 }));
    expect(shown).toMatchObject([{ title: 'Left', renotify: false }]);
  });

  test('that comes late stands beside the newer state', async () => {
    const { shown, push } = worker();
    await push(news({ identity: 'delivery-2', title: 'Left', at: 2000 }));
    await push(news());
    expect(shown.map(({ title }) => title)).toEqual(['Left', 'Arrived']);
  });

  test.each([null, 'nonsense', 7])('of %p shows something all the same, as browsers demand', async (payload) => {
    const { shown, push } = worker();
    await push(payload);
    expect(shown).toMatchObject([{ title: 'Fencepost' }]);
  });
});

describe('a click', () => {
  const AT = news().path;

  test('tells that it was opened, and opens a window where there is none', async () => {
    const { opened, requests, click } = worker();
    await click({ path: AT, ids: [1, 2] });
    expect(opened).toEqual([ORIGIN + AT]);
    expect(requests).toEqual([{ path: '/api/notifications/opened', method: 'POST', body: { ids: [1, 2] } }]);
  });

  test('leads a window on the map to it, brings one forward that shows it, and leaves one alone in which somebody writes', async () => {
    const onMap = worker({ windows: ['/account', '/map'] });
    await onMap.click({ path: AT, ids: [] });
    expect(onMap.windows).toEqual([
      { url: `${ORIGIN}/account`, isFocused: false },
      { url: ORIGIN + AT, isFocused: true },
    ]);
    const there = worker({ windows: ['/map', AT] });
    await there.click({ path: AT, ids: [] });
    expect(there.windows.map(({ isFocused }) => isFocused)).toEqual([false, true]);
    const writing = worker({ windows: ['/admin/geofences/new'] });
    await writing.click({ path: AT, ids: [] });
    expect(writing.opened).toEqual([ORIGIN + AT]);
    expect(writing.windows).toEqual([{ url: `${ORIGIN}/admin/geofences/new`, isFocused: false }]);
  });

  test('leads nowhere but to this site', async () => {
    const { opened, windows, click } = worker({ windows: ['/map'] });
    await click({ path: 'https://elsewhere.example.com/', ids: [] });
    await click({ path: '//elsewhere.example.com/', ids: [] });
    expect(opened).toEqual([]);
    expect(windows[0]?.url).toBe(`${ORIGIN}/map`);
  });
});

describe('a subscription that the push service gave up', () => {
  test('gives its place to a new one', async () => {
    const { requests, dispatch } = worker();
    await dispatch('pushsubscriptionchange', {
      oldSubscription: { endpoint: 'https://push.example.org/old' },
      newSubscription: null,
    });
    expect(requests.at(-1)).toEqual({
      ...{ path: '/api/notifications/push', method: 'POST' },
      body: { subscription: { endpoint: `${ORIGIN}/new` }, old_endpoint: 'https://push.example.org/old' },
    });
  });

  test('ends where nobody is signed in any more', async () => {
    const { subscription, dispatch } = worker({ status: 401 });
    await dispatch('pushsubscriptionchange', { oldSubscription: null, newSubscription: null }).catch(() => undefined);
    expect(subscription.unsubscribed).toBe(true);
  });
});

test('the worker answers no requests: nothing of a page is kept', () => {
  expect([...worker().listeners.keys()].sort()).toEqual([
    ...['activate', 'install', 'notificationclick', 'push', 'pushsubscriptionchange'],
  ]);
});
