import type { PauseSpan } from './pause';

/** What a link in a mail does. */
export type LinkAction = 'pause_hour' | 'pause_tomorrow' | 'pause_for_good' | 'false_alarm' | 'unsubscribe';

/** How long each of the pausing links pauses. */
export const SPAN_OF = { pause_hour: 'hour', pause_tomorrow: 'tomorrow', pause_for_good: 'for_good' } as const;

/** A link's pause; null: it does something else. */
export const spanOf = (action: LinkAction): PauseSpan | null =>
  Object.hasOwn(SPAN_OF, action) ? SPAN_OF[action as keyof typeof SPAN_OF] : null;

/** The whole addresses that a mail gives into its reader's hands. */
export interface MailLinks {
  pause: Record<PauseSpan, string>;
  /** Null: the mail is not about an event. */
  false_alarm: string | null;
  unsubscribe: string;
}
