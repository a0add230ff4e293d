import type { NotificationChoice, NotificationPreference, Way } from '@/lib/domain/model';
import type { ChoiceChange } from '@/lib/domain/notify/choice-input';

export interface PreferenceStore {
  /** Null: the person decided nothing. */
  find(user_id: number): Promise<NotificationPreference | null>;
  /** In one transaction what the person's wishes put off is due now, to be judged by the new ones. */
  save(preference: NotificationPreference): Promise<void>;
}

/** A way that there is, with what people know it by. */
export interface KnownWay extends Way {
  /** Of a webhook or a browser; else empty. */
  name: string;
  is_active: boolean;
  /** Fencepost stopped using it by itself. */
  is_paused: boolean;
}

export interface ChoiceStore {
  /** Of one zone, or (null) of all zones without a choice of their own. */
  list(user_id: number, geofence_id: string | null): Promise<NotificationChoice[]>;
  save(user_id: number, geofence_id: string | null, choices: readonly ChoiceChange[]): Promise<void>;
  /** All that a person could be told on: the channels that everybody has, MQTT where it is on, own webhooks and browsers. */
  waysOf(user_id: number): Promise<KnownWay[]>;
}

export interface RecipientRow {
  user_id: number;
  name: string;
  email: string;
  created_at: number;
}

/** A zone or group of somebody else that a person is told of. */
export interface ZoneOfOther {
  geofence_id: string;
  name: string;
  color: string;
  owner_name: string;
}

export interface ZoneRecipientStore {
  /** In the order in which they were added. */
  list(geofence_id: string): Promise<RecipientRow[]>;
  has(geofence_id: string, user_id: number): Promise<boolean>;
  /** By the owner's name and the zone's. */
  zonesOf(user_id: number): Promise<ZoneOfOther[]>;
  /** @returns why nothing was added: the person is told already, or `most` people are */
  add(geofence_id: string, user_id: number, most: number, now: number): Promise<'added' | 'known' | 'full'>;
  /**
   * In one transaction what still waits to tell the person of the zone is suppressed with the reason 'not_a_recipient', and the
   * person's choice for the zone goes. @returns false where the person was not told
   */
  remove(geofence_id: string, user_id: number, now: number): Promise<boolean>;
}
