// Fencepost's service worker: it shows pushes and opens what they are about. It keeps no pages and answers no requests, so
// that nobody ever sees what is out of date or was meant for somebody else.

const API = '/api/notifications';
/** Pages that only show something: nothing typed is lost when another one takes their place. */
const CALM = /^\/(map|notifications|admin\/geofences\/events(\/\d+)?)\/?$/;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('push', (event) => event.waitUntil(show(read(event.data))));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { path = '/notifications', ids = [] } = event.notification.data ?? {};
  event.waitUntil(Promise.all([openPage(path), tellOpened(ids)]));
});
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event)));

/** What lib/adapters/push/payload.ts wrote. Browsers demand that something is shown for each push, so something always is. */
function read(data) {
  try {
    return { title: 'Fencepost', body: '', tag: 'fencepost', ...data.json() };
  } catch {
    return { title: 'Fencepost', body: '', tag: 'fencepost' };
  }
}

async function show({ title, body, tag, path, identity, at, lang, is_important, ids }) {
  const shown = await self.registration.getNotifications({ tag });
  const isCopy = shown.some(({ data }) => identity !== undefined && data?.identity === identity);
  // What comes late stands beside the newer state, not in its place.
  const isOld = shown.some(({ data }) => data?.at > at);
  await self.registration.showNotification(title, {
    body,
    tag: isOld && !isCopy ? identity : tag,
    renotify: !isCopy,
    requireInteraction: is_important === true,
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    lang,
    timestamp: at,
    data: { path, ids, identity, at },
  });
}

/** Shows the page in a window that shows it already, in one that loses nothing by it, or in a new one. */
async function openPage(path) {
  const url = new URL(path, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: 'window' });
  const same = windows.find((client) => client.url === url.href);
  const calm = windows.find((client) => CALM.test(new URL(client.url).pathname));
  const shown = same ?? (calm && (await calm.navigate(url.href).catch(() => null)));
  if (shown) await shown.focus().catch(() => undefined);
  else await self.clients.openWindow(url.href);
}

/** Counts only for the person who is signed in; without a session it is for nobody. */
async function tellOpened(ids) {
  if (ids.length > 0) await post(`${API}/opened`, { ids }).catch(() => undefined);
}

/** The push service gave the subscription up; another one takes its place, unless nobody is signed in any more. */
async function renew({ oldSubscription, newSubscription }) {
  const subscription = newSubscription ?? (await subscribe());
  const old_endpoint = oldSubscription?.endpoint ?? null;
  const answer = await post(`${API}/push`, { subscription: subscription.toJSON(), old_endpoint });
  if (answer.status === 401) await subscription.unsubscribe();
}

async function subscribe() {
  const answer = await fetch(`${API}/push`, { headers: { accept: 'application/json' } });
  const { push } = await answer.json();
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: push.public_key });
}

function post(path, body) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  return fetch(path, { method: 'POST', credentials: 'same-origin', headers, body: JSON.stringify(body) });
}
