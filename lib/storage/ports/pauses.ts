import type { NotificationPause } from '@/lib/domain/model';

/** A pause with the name of its zone or group; null: of all mails. */
export type PauseRow = NotificationPause & { geofence_name: string | null; geofence_color: string | null };

export interface PauseStore {
  /** A person's that are on, the one of all mails first, then by the zone's name. */
  list(user_id: number, now: number): Promise<PauseRow[]>;
  /** One that is on. */
  find(id: string, now: number): Promise<PauseRow | null>;
  /** The person's for a zone (null: for all mails), if it is on. */
  of(user_id: number, geofence_id: string | null, now: number): Promise<PauseRow | null>;
  /**
   * Begins a pause, in place of the one that there was for the same; what was to go to the person and is held back by it is
   * suppressed with the reason 'paused', in one transaction.
   */
  begin(pause: Pick<NotificationPause, 'user_id' | 'geofence_id' | 'until'>, now: number): Promise<PauseRow>;
  /** @returns false where there is none */
  end(id: string): Promise<boolean>;
}
