import type { StoreDevice } from './source';

/** `rec/jane/phone/2025-07.rec`; the same for waypoints and cards. */
const IN_STORE = /(?:^|\/)(?:rec|waypoints|cards)\/([^/]+)\/([^/]+)\/[^/]+$/;
/** A card for all devices of a user. */
const USER_CARD = /(?:^|\/)cards\/([^/]+)\/[^/]+\.json$/;
const MONTH = /(?:^|\/)([^/]+)\/([^/]+)\/\d{4}-\d{2}\.rec$/;
/** What a store holds besides: copies of what is read elsewhere, passwords, its own databases. */
const PASSED_OVER = /(?:^|\/)(?:last|config|ghash|photos|monitor)(?:\/[^/]+)*$/;

/** Of whom a file of a Recorder's store is, or null where its path does not say. */
export function storeDeviceOf(path: string): StoreDevice | null {
  const match = IN_STORE.exec(path) ?? MONTH.exec(path);
  if (match) return { user: match[1] as string, device: match[2] as string };
  const card = USER_CARD.exec(path);
  return card ? { user: card[1] as string, device: null } : null;
}

export const isPassedOver = (path: string): boolean => PASSED_OVER.test(path);
