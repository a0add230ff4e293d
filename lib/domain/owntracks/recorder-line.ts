import type { Location } from '@/lib/domain/model';
import { type Payload, payloadOf, secondsOf } from './payload';
import { isoSeconds } from './recorder-time';

/** The Recorder pads the topic to this width. */
const TOPIC = '*'.padEnd(18);

/** Epoch seconds, with a fraction where the time is not a whole one. */
const exactSeconds = (milliseconds: number) => milliseconds / 1000;

/** The message from which exactly this fix would be made again, also where the phone's own time was not to be believed. */
function exactPayload(location: Location): Payload {
  const payload = payloadOf(location);
  const { occurred_at, created_at, extra } = location;
  payload.tst = exactSeconds(occurred_at);
  if (created_at !== null) payload.created_at = exactSeconds(created_at);
  // What was no time gave way to the other one, and will again.
  if (extra?.tst !== undefined && occurred_at === created_at) payload.tst = extra.tst;
  for (const name in extra) if (!(name in payload)) payload[name] = extra[name];
  return payload;
}

/** A fix as a line of the Recorder's store, with its end: time of the fix, topic relative to the device's, message. */
export function recorderLine(location: Location): string {
  return `${isoSeconds(secondsOf(location.occurred_at))}\t${TOPIC}\t${JSON.stringify(exactPayload(location))}\n`;
}
