import type { Channel, NotificationPause } from '../model';
import { addDays, dayAt, startOfDay } from '../time/zoned-day';

/** How long people can pause what they are told with one click. */
export const PAUSE_SPANS = ['hour', 'tomorrow', 'for_good'] as const;
export type PauseSpan = (typeof PAUSE_SPANS)[number];

const HOUR_MS = 60 * 60_000;

/**
 * When a pause that begins now is over: after an hour, with the next day in the person's zone, or never by itself (null).
 * @param now epoch ms
 * @param time_zone IANA name
 */
export function pauseEnd(span: PauseSpan, now: number, time_zone: string): number | null {
  if (span === 'for_good') return null;
  return span === 'hour' ? now + HOUR_MS : startOfDay(addDays(dayAt(now, time_zone), 1), time_zone);
}

/** Whether a pause is still on. @param at epoch ms */
export const isOn = ({ until }: Pick<NotificationPause, 'until'>, at: number): boolean => until === null || until > at;

/** What a person is to be told of, and by which way. */
export interface ToldMatter {
  /** Null: it is about no zone. */
  geofence_id: string | null;
  channel: Channel;
}

/**
 * Whether one of a person's pauses holds a message back. That of a zone holds back all that is about the zone; the one of all
 * (who unsubscribed) all mails.
 * @param at when it would go (epoch ms)
 */
export function isPaused(pauses: readonly NotificationPause[], { geofence_id, channel }: ToldMatter, at: number): boolean {
  return pauses.some((pause) => {
    const isAbout = pause.geofence_id === null ? channel === 'email' : pause.geofence_id === geofence_id;
    return isAbout && isOn(pause, at);
  });
}
