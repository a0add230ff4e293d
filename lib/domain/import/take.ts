import type { DeviceReport, NewLocation, StepCount } from '@/lib/domain/model';
import { locationOf } from '@/lib/domain/owntracks/location';
import type { OwnTracksMessage } from '@/lib/domain/owntracks/message';
import { parseMessage } from '@/lib/domain/owntracks/parse';
import type { Members } from '@/lib/domain/owntracks/values';
import { type ImportItem, NO_TIME } from './item';

/** What an item comes to; nothing at all where it is understood, but nothing to keep as history. */
export interface Taken {
  location: NewLocation | null;
  reports: DeviceReport[];
  steps: StepCount | null;
  /** The message, where a picture is in it. */
  pictured: Extract<OwnTracksMessage, { kind: 'location' | 'card' }> | null;
}

const NOTHING: Taken = { location: null, reports: [], steps: null, pictured: null };

/** What has no time that can be believed would be another fix with each import. */
const FUTURE = 'its time lies in the future';

function fixOf(members: Members, deviceId: number, now: number): Taken | string {
  const location = locationOf(members, deviceId, now);
  if (typeof location === 'string') return location;
  // The time gave way to the time of the import.
  return location.occurred_at === now ? FUTURE : { ...NOTHING, location };
}

/** Judged as of `at`, which is the time of the import where it is not known when the message was filed. */
function placed(location: NewLocation, isFiled: boolean, at: number, now: number): NewLocation | string {
  if (!isFiled && location.occurred_at === at) return location.extra?.tst === undefined ? NO_TIME : FUTURE;
  return { ...location, received_at: now };
}

function messageOf(message: OwnTracksMessage, isFiled: boolean, at: number, now: number): Taken | string {
  switch (message.kind) {
    case 'location': {
      const location = placed(message.location, isFiled, at, now);
      if (typeof location === 'string') return location;
      return { ...NOTHING, location, pictured: message.picture === undefined ? null : { ...message, location } };
    }
    case 'transition': {
      const location = message.location && placed(message.location, isFiled, at, now);
      return typeof location === 'string' ? location : { ...NOTHING, location, reports: message.reports };
    }
    case 'card':
      return { ...NOTHING, reports: message.reports, pictured: message };
    case 'steps':
      return { ...NOTHING, steps: message.steps };
    case 'rejected':
    case 'undecryptable':
      return message.reason;
    case 'encrypted':
      return 'encrypted';
    default:
      return 'reports' in message ? { ...NOTHING, reports: message.reports } : NOTHING;
  }
}

/**
 * An item as the device's own message would have been taken, or the reason why it is refused. A message of the Recorder is
 * judged as of the time it was filed, so that one without a time of its own gets the same with each import.
 * @param now time of the import, epoch milliseconds
 */
export function take(item: ImportItem, deviceId: number, now: number): Taken | string {
  if (item.kind === 'fault') return item.reason;
  if (item.kind === 'members') return fixOf(item.members, deviceId, now);
  const filedAt = item.filed_at !== null && item.filed_at <= now ? item.filed_at : null;
  const at = filedAt ?? now;
  return messageOf(parseMessage(item.payload, deviceId, at), filedAt !== null, at, now);
}
