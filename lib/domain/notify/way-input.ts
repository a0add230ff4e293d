import { z } from 'zod';
import { must } from '@/lib/domain/schedule/schedule-input';
import { CHANNELS, type Channel, type Way } from './records';

/** Far more than anybody has. */
const MOST_WAYS = 100;

/** Whether people may have several of a channel; else it is the only one. */
export const hasTargets = (channel: Channel): boolean => channel === 'webhook' || channel === 'push';

const sameWay = (one: Way, other: Way) => one.channel === other.channel && one.target_id === other.target_id;

/** A list of ways, each told once. Whether the person has them is another question: `strangeWay`. */
export function waysField(field: string) {
  const listError = must(field, `a list of at most ${MOST_WAYS} ways`);
  const channelError = must(`${field}.channel`, CHANNELS.join(', '));
  const targetError = must(`${field}.target_id`, 'the id of a webhook or browser, or null');
  const way = z.object(
    {
      channel: z.enum(CHANNELS, { error: channelError }),
      target_id: z.guid({ error: targetError }).toLowerCase().nullable().default(null),
    },
    { error: must(field, 'a list of ways with channel and target_id') },
  );
  return z
    .array(way, { error: listError })
    .max(MOST_WAYS, { error: listError })
    .transform((ways) => ways.filter((one, i) => ways.findIndex((other) => sameWay(one, other)) === i));
}

/** The first way that is none of those that a person has, in words; null: all are. @param own each browser by itself, too */
export function strangeWay(field: string, ways: readonly Way[], own: readonly Way[]): string | null {
  const strange = ways.find((way) => !own.some((one) => sameWay(way, one)));
  if (!strange) return null;
  const { channel, target_id } = strange;
  const what = target_id === null ? `"${channel}"` : `"${channel}" with target_id "${target_id}"`;
  const be = hasTargets(channel) ? 'one of your own webhooks or browsers' : 'a way that there is';
  return `${field} names ${what}; it must be ${be}`;
}
