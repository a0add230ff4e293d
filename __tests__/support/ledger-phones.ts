import fc from 'fast-check';
import type { NewLocation } from '@/lib/domain/model';
import type { NewPhoneTransition } from '@/lib/domain/owntracks/message';
import { fix } from '../lib/storage/contract/fixture';

/** What one message of a phone says: a fix, a word on a region of its own, or both. */
export interface Message {
  location: NewLocation | null;
  transition: NewPhoneTransition | null;
}

const START = 1_750_000_000_000;

/** One step of a phone's day, in and around a town of 3 km at 0° N 0° E. */
export const step = fc.record({
  device_id: fc.constantFrom(1, 1, 1, 2, 3),
  latitude: fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: -0.006, max: 0.006, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(0.05, 1) },
  ),
  longitude: fc.double({ min: -0.006, max: 0.006, noNaN: true }),
  accuracy: fc.constantFrom(null, 5, 10, 20, 60, 150, 400, 2000),
  velocity: fc.constantFrom(null, null, 0, 5, 50),
  in_regions: fc.constantFrom<string[] | null>(null, null, null, null, null, [], ['Home'], ['home', 'Yard']),
  said: fc.constantFrom('fix', 'fix', 'fix', 'fix', 'fix', 'fix', 'fix', 'word', 'word here'),
  event: fc.constantFrom('enter', 'leave'),
  region: fc.constantFrom('Home', 'Yard', 'Gym'),
  seconds: fc.constantFrom(0, 10, 30, 60, 60, 300, 900, 3600),
  /** How far it moves in the queue. */
  delay: fc.constantFrom(0, 0, 0, 0, 1, 2, 5, 20),
});
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Messages in the order in which they arrive. */
export function queueOf(steps: readonly Step[]): Message[] {
  const times = new Map<number, number>();
  const messages = steps.flatMap((one, i) => {
    const occurred_at = (times.get(one.device_id) ?? START) + one.seconds * 1000;
    times.set(one.device_id, occurred_at);
    return messagesOf(one, occurred_at).map((message) => ({ message, place: i + one.delay }));
  });
  return messages.sort((a, b) => a.place - b.place).map(({ message }) => message);
}

function messagesOf({ device_id, latitude, longitude, accuracy, velocity, ...says }: Step, occurred_at: number): Message[] {
  const { in_regions, said, event, region } = says;
  const location = fix(device_id, occurred_at, { latitude, longitude, accuracy, velocity, in_regions });
  if (said === 'fix') return [{ location, transition: null }];
  const isHere = said === 'word here';
  const place = isHere ? { latitude, longitude, accuracy } : { latitude: null, longitude: null, accuracy: null };
  const about = { region_created_at: null, region_id: null, trigger: 'b', received_at: occurred_at };
  const transition: NewPhoneTransition = { device_id, event, region, ...about, ...place, occurred_at };
  if (!isHere) return [{ location: null, transition }];
  // The bare fix of a transition, then the same fix as a whole location, which completes it.
  const bare = { ...location, velocity: null, in_regions: null, extra: { event } };
  return [
    { location: bare, transition },
    { location, transition: null },
  ];
}
