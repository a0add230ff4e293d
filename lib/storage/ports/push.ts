import type { SealedTarget } from './deliveries';
import type { NewTarget } from './targets';

/** A browser's subscription as a target; by the hash of its endpoint it is found again, whoever it belongs to. */
export type NewBrowser = NewTarget & {
  kind: 'push';
  settings: { endpoint_hash: string; endpoint_origin: string; browser: string; system: string };
};

export interface RegisteredBrowser {
  browser: SealedTarget;
  /** A row of its own, not one that was renewed. */
  is_new: boolean;
  /** It was another person's until now. */
  taken_over: boolean;
}

/** Browsers that take pushes. */
export interface BrowserStore {
  /**
   * Keeps the subscription for this person alone, in one transaction: the row that the same browser had is renewed, paused
   * and gone ones included; what another person had on this browser is removed. A gone one of the same make gives its row to a
   * browser that is not known: it lost its subscription and got another.
   * @param old_hash of the endpoint that this browser had before, null where it is not known
   * @returns null where the person has `most` browsers already
   */
  register(browser: NewBrowser, old_hash: string | null, most: number, now: number): Promise<RegisteredBrowser | null>;
  findByEndpoint(endpoint_hash: string): Promise<SealedTarget | null>;
}
