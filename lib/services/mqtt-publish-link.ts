import type { PublishNames } from '@/lib/domain/notify/home-assistant-topics';

/** What is to be published. */
export interface Publication {
  topic: string;
  payload: string;
  /** It holds until something else is said; an empty payload takes it back. */
  retain: boolean;
}

export interface LinkState {
  state: 'connecting' | 'up' | 'down';
  /** Why it is down, in the words of the broker or the system. */
  detail: string | null;
  /** Programs that are connected to read; null where only the broker knows. */
  readers: number | null;
}

export interface LinkListener {
  /** A connection stands, and nothing is known of what the other side still has. */
  onReady(): void;
  /** A Home Assistant has started. */
  onBirth(): void;
}

/** A way to those who read what we publish. */
export interface PublishLink {
  start(): void;
  /** Says `last` if there is a connection, then ends. Takes some two seconds at most. */
  stop(last: Publication | null): Promise<void>;
  state(): LinkState;
  /**
   * With QoS 1. @returns who took it, for people
   * @throws Error when there is no connection, it ends, or nothing was acknowledged in time
   */
  publish(publication: Publication): Promise<string>;
}

/** `embedded`: our own broker's readers. */
export type PublishTarget =
  | { kind: 'embedded' }
  | { kind: 'broker'; url: string; username: string | null; password: string | null };

/** Makes the way to a target. `will` is what a broker says for us when we vanish. */
export type ConnectLink = (target: PublishTarget, names: PublishNames, will: Publication, listener: LinkListener) => PublishLink;
