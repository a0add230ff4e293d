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

/** What has no time of its own that is good gets that of its filing. */
function dated(location: NewLocation, filedAt: number | null, now: number): NewLocation | string {
  if (location.occurred_at !== now) return location;
  if (filedAt === null) return location.extra?.tst === undefined ? NO_TIME : FUTURE;
  return { ...location, occurred_at: filedAt };
}

/** The word of a device is as old as its filing, so that it replaces nothing newer. */
const asOf = (reports: DeviceReport[], filedAt: number | null, now: number): DeviceReport[] =>
  reports.map((report) => ({
    ...report,
    received_at: filedAt ?? now,
    occurred_at: report.occurred_at === now ? (filedAt ?? now) : report.occurred_at,
  }));

function messageOf(message: OwnTracksMessage, filedAt: number | null, now: number): Taken | string {
  const reports = 'reports' in message ? asOf(message.reports, filedAt, now) : [];
  switch (message.kind) {
    case 'location': {
      const location = dated(message.location, filedAt, now);
      if (typeof location === 'string') return location;
      return { ...NOTHING, location, pictured: message.picture === undefined ? null : { ...message, location } };
    }
    case 'transition': {
      const location = message.location && dated(message.location, filedAt, now);
      return typeof location === 'string' ? location : { ...NOTHING, location, reports };
    }
    case 'card':
      return { ...NOTHING, reports, pictured: { ...message, reports } };
    case 'steps':
      return { ...NOTHING, steps: message.steps };
    case 'rejected':
    case 'undecryptable':
      return message.reason;
    case 'encrypted':
      return 'encrypted';
    default:
      return { ...NOTHING, reports };
  }
}

/**
 * An item as the device's own message would have been taken, or the reason why it is refused. A message of the Recorder that has
 * no time of its own has that of its line, the same with each import.
 * @param now time of the import, epoch milliseconds
 */
export function take(item: ImportItem, deviceId: number, now: number): Taken | string {
  if (item.kind === 'fault') return item.reason;
  if (item.kind === 'members') return fixOf(item.members, deviceId, now);
  const filedAt = item.filed_at !== null && item.filed_at <= now ? item.filed_at : null;
  return messageOf(parseMessage(item.payload, deviceId, now), filedAt, now);
}
