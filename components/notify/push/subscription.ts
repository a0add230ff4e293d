import { ApiError, api, send } from '../../common/api';
import { abilityOf, factsOfBrowser } from './ability';
import type { PushBrowser, PushOverview, Registration } from './types';

export const PUSH_PATH = '/api/notifications/push';
/** The endpoint that this browser had last: browsers drop subscriptions without a word. */
const REMEMBERED = 'fencepost-push-endpoint';
/** Signing out does not wait longer for a server that is not there. */
const PATIENCE_MS = 2_000;

/** Why a browser could not be turned on: the person said no, or closed the question; its maker's push service did not answer. */
export class PushRefused extends Error {
  constructor(readonly reason: 'denied' | 'dismissed' | 'service') {
    super(reason);
    this.name = 'PushRefused';
  }
}

async function current(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** @throws PushRefused where the push service can't be reached */
async function subscribe(publicKey: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' });
  const { pushManager } = await navigator.serviceWorker.ready;
  try {
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  } catch {
    throw new PushRefused('service');
  }
}

function hasKey({ options }: PushSubscription, publicKey: string): boolean {
  if (!options.applicationServerKey) return true;
  const bytes = String.fromCharCode(...new Uint8Array(options.applicationServerKey));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === publicKey;
}

async function tell(subscription: PushSubscription, old_endpoint: string | null, is_kept: boolean): Promise<Registration> {
  const body = { subscription: subscription.toJSON(), old_endpoint, is_kept };
  const registration = await api<Registration>('POST', PUSH_PATH, body);
  if (registration.browser) localStorage.setItem(REMEMBERED, subscription.endpoint);
  return registration;
}

async function end(subscription: PushSubscription): Promise<void> {
  localStorage.removeItem(REMEMBERED);
  await subscription.unsubscribe();
}

/** Another endpoint in the place of the old one. */
async function resubscribe(old: PushSubscription, publicKey: string): Promise<PushBrowser | null> {
  const { endpoint } = old;
  await old.unsubscribe();
  return (await tell(await subscribe(publicKey), endpoint, true)).browser;
}

/**
 * Turns pushes on in this browser, for the person who is signed in.
 * @throws PushRefused, ApiError
 */
export async function turnOn(publicKey: string): Promise<PushBrowser | null> {
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') throw new PushRefused(permission === 'denied' ? 'denied' : 'dismissed');
  const before = await current();
  if (before && !hasKey(before, publicKey)) await before.unsubscribe();
  const old = before?.endpoint ?? localStorage.getItem(REMEMBERED);
  const subscription = await subscribe(publicKey);
  const { browser, renew } = await tell(subscription, old === subscription.endpoint ? null : old, false);
  return renew ? resubscribe(subscription, publicKey) : browser;
}

/** Nothing more comes to this browser, whoever is signed in. @throws ApiError NETWORK: it is ended here all the same */
export async function turnOff(): Promise<void> {
  const subscription = await current();
  if (!subscription) return;
  const { endpoint } = subscription;
  await end(subscription);
  await send('DELETE', PUSH_PATH, { endpoint }, AbortSignal.timeout(PATIENCE_MS));
}

/** As `turnOff`, before somebody signs out: what others on this browser may not see does not come here. Never throws. */
export async function leaveBrowser(): Promise<void> {
  if (abilityOf(factsOfBrowser()) !== 'ready') return;
  await turnOff().catch(() => undefined);
}

/** The subscription that there is, or another one where the browser lost the one it had. */
async function currentOrLost(): Promise<{ subscription: PushSubscription; old: string | null } | null> {
  const subscription = await current();
  if (subscription) return { subscription, old: null };
  const old = localStorage.getItem(REMEMBERED);
  if (old === null || Notification.permission !== 'granted') return null;
  const { push } = await api<{ push: PushOverview }>('GET', PUSH_PATH);
  return { subscription: await subscribe(push.public_key), old };
}

async function keep(): Promise<PushBrowser | null> {
  if (abilityOf(factsOfBrowser()) !== 'ready') return null;
  const found = await currentOrLost();
  if (!found) return null;
  const { subscription, old } = found;
  try {
    const { browser, renew, public_key } = await tell(subscription, old, true);
    if (!browser) await end(subscription);
    return browser && (renew || !hasKey(subscription, public_key)) ? resubscribe(subscription, public_key) : browser;
  } catch (error) {
    // Too many browsers: this one was somebody else's until now and is nobody's any more.
    if (error instanceof ApiError && error.code === 'LIMIT_REACHED') await end(subscription);
    throw error;
  }
}

let keeping: Promise<PushBrowser | null> | null = null;

/**
 * Tells the server that this browser still takes pushes, once for each time that the page is loaded: it is taken over by who
 * is signed in, renewed where it must be, and ended where the person removed it elsewhere. @returns null where it takes none
 */
export function keepSubscription(): Promise<PushBrowser | null> {
  keeping ??= keep();
  return keeping;
}

/** Once all sessions have ended but a new one of this browser, it says so, or it would count as signed out. */
export async function keepSubscriptionAnew(): Promise<void> {
  keeping = keep();
  await keeping.catch(() => undefined);
}
