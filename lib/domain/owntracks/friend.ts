import type { Location, PhoneTransition } from '@/lib/domain/model';

/**
 * What phones are told of friends. The apps refuse a message, and Android all that comes with it, for a fraction where they
 * expect a whole number, for a missing member and for a time of 0, so only what both are sure to read is in it.
 */

export type FriendFix = Pick<
  Location,
  | 'id'
  | 'device_id'
  | 'latitude'
  | 'longitude'
  | 'accuracy'
  | 'altitude'
  | 'vertical_accuracy'
  | 'velocity'
  | 'course'
  | 'battery'
  | 'occurred_at'
>;

type Message = Record<string, string | number>;

const seconds = (time: number) => Math.floor(time / 1000);

/** Members whose value is known, as whole numbers. */
function wholes(members: Record<string, number | null>): Message {
  const known = Object.entries(members).filter((entry): entry is [string, number] => entry[1] !== null);
  return Object.fromEntries(known.map(([name, value]) => [name, Math.round(value)]));
}

/** @returns null for a fix from before the second 1 of 1970, which no phone takes */
export function friendLocation(tid: string, fix: FriendFix): Message | null {
  const tst = seconds(fix.occurred_at);
  if (tst <= 0) return null;
  const measured = {
    acc: fix.accuracy,
    alt: fix.altitude,
    vac: fix.vertical_accuracy,
    vel: fix.velocity,
    cog: fix.course,
    batt: fix.battery,
  };
  return { _type: 'location', tid, lat: fix.latitude, lon: fix.longitude, tst, ...wholes(measured) };
}

/** @param face a small picture in base64; null: there is none */
export function friendCard(tid: string, name: string, face: string | null): Message {
  return { _type: 'card', tid, name, ...(face === null ? {} : { face }) };
}

/** Without the region's name where the phone's owner keeps it private, and without a place where the phone said none. */
export function friendTransition(tid: string, transition: Omit<PhoneTransition, 'id'>): Message | null {
  const { event, region, region_created_at, trigger, latitude, longitude, accuracy, occurred_at } = transition;
  const tst = seconds(occurred_at);
  if (tst <= 0) return null;
  return {
    ...{ _type: 'transition', tid, event, tst },
    ...(region === '' ? {} : { desc: region }),
    ...(trigger === null ? {} : { t: trigger }),
    ...(latitude === null || longitude === null ? {} : { lat: latitude, lon: longitude }),
    ...wholes({ acc: accuracy, wtst: region_created_at === null ? null : seconds(region_created_at) }),
  };
}
