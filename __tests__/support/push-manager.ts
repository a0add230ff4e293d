import type { BrowserContext } from 'playwright-core';
import type { PushBrowser } from './push';

/**
 * Makers' push services are not there in tests: subscribing gives the next of `browsers` in their place. All else of the page
 * and its service worker is the browser's own.
 */
export async function subscribeLocally(context: BrowserContext, browsers: readonly PushBrowser[]): Promise<void> {
  const prepared = browsers.map(({ subscription }) => subscription);
  await context.addInitScript((subscriptions) => {
    const [CURRENT, NEXT, KEY] = ['test-push-current', 'test-push-next', 'test-push-key'];
    const shown = (index: number) => ({
      endpoint: subscriptions[index]?.endpoint,
      options: { applicationServerKey: bytesOf(localStorage.getItem(KEY) ?? '') },
      toJSON: () => subscriptions[index],
      unsubscribe: async () => {
        localStorage.removeItem(CURRENT);
        return true;
      },
    });
    const bytesOf = (text: string) =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0)).buffer;
    Object.assign(PushManager.prototype, {
      getSubscription: async () => {
        const current = localStorage.getItem(CURRENT);
        return current === null ? null : shown(Number(current));
      },
      subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
        const current = localStorage.getItem(CURRENT);
        const index = current === null ? Number(localStorage.getItem(NEXT) ?? 0) : Number(current);
        localStorage.setItem(NEXT, String(index + 1));
        localStorage.setItem(CURRENT, String(index));
        localStorage.setItem(KEY, applicationServerKey);
        return shown(index);
      },
    });
  }, prepared);
}
