import type { EventType } from '../model';
import type { PauseSpan } from './pause';

/** What a link in a mail does. */
export type LinkAction = 'pause_hour' | 'pause_tomorrow' | 'pause_for_good' | 'false_alarm' | 'unsubscribe';

/** What a link does, in what its page says about it. Times are epoch ms. */
export interface LinkMatter {
  action: LinkAction;
  /** Of a pause: the name of its zone. */
  zone_name: string | null;
  event: { event_type: EventType; device_name: string; geofence_name: string; occurred_at: number } | null;
  email: string;
  /** It is as the link makes it. */
  is_done: boolean;
  /** When the pause would end; null: never, or it is about no pause. */
  until: number | null;
  /** The pause that there is. */
  pause: { until: number | null } | null;
}

/** How long each of the pausing links pauses. */
const SPAN_OF = { pause_hour: 'hour', pause_tomorrow: 'tomorrow', pause_for_good: 'for_good' } as const;

/** A link's pause; null: it does something else. */
export const spanOf = (action: LinkAction): PauseSpan | null =>
  Object.hasOwn(SPAN_OF, action) ? SPAN_OF[action as keyof typeof SPAN_OF] : null;

/** A message about more zones than these has no links to pause them one by one. */
export const MOST_PAUSED_ZONES = 4;

/** A mail about more events than these has no links to call them false alarms: its text would be all addresses. */
export const MOST_FALSE_ALARMS = 10;

/** How one zone is paused from a mail. */
export interface ZonePause {
  /** The zone's name. */
  zone: string;
  links: Record<PauseSpan, string>;
}

/** The whole addresses that a mail gives into its reader's hands. */
export interface MailLinks {
  /** Of each zone that it is about; of none where there are more than `MOST_PAUSED_ZONES`. */
  pauses: ZonePause[];
  /** By the event that it says so of; none where there are more than `MOST_FALSE_ALARMS`. */
  false_alarms: ReadonlyMap<number, string>;
  unsubscribe: string;
  /** The one that needs a sign-in. */
  settings: string;
}
