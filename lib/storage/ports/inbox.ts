import type { ToldOf } from './delivery-log';

/** One line of a person's notification centre. */
export type InboxRow = ToldOf & {
  /** Of the delivery. */
  id: number;
  event_id: number | null;
  alert_id: number | null;
  device_alert_id: number | null;
  /** When it came into the centre (epoch ms). */
  told_at: number;
  /** When the person looked at what it tells; null: not yet. */
  opened_at: number | null;
  /** When the event was taken back, or the alert was over (epoch ms). */
  ended_at: number | null;
  /** Of an alert about a device: what makes it plain. */
  detail: Record<string, unknown> | null;
};

export interface InboxQuery {
  /** Only what was not looked at. */
  is_unread?: boolean;
  /** Those that come after the line of this id. */
  before?: number;
  limit: number;
}

/** What a person looked at: by deliveries on whatever channel, with all that went as one message with them, by what they tell, or all of the centre that was told until a time. */
export type Matters =
  | { ids: readonly number[] }
  | { event_id: number }
  | { alert_id: number }
  | { device_alert_id: number }
  | { told_until: number };

export interface InboxStore {
  /** What was told to this person and nobody else, the last told first. */
  list(user_id: number, query: InboxQuery): Promise<InboxRow[]>;
  unread(user_id: number): Promise<number>;
  /**
   * Marks all of the person's deliveries of these matters, on all channels, that were not opened before.
   * @returns how many there were
   */
  open(user_id: number, matters: Matters, now: number): Promise<number>;
}
