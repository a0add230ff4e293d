import type { DeliveryKind } from '@/lib/domain/model';
import { deliveryIdentity } from '@/lib/domain/notify/identity';
import type { ClaimedItem } from '@/lib/storage/ports';

/** What a message says to people (emails/short.ts). */
export interface MatterWords {
  title: string;
  body: string;
  url: string;
}

/** Changes when a member goes or means something else; new members do not change it. */
const VERSION = 1;

const iso = (time: number) => new Date(time).toISOString();

interface Place {
  latitude: number;
  longitude: number;
  accuracy: number | null;
}

const positionOf = ({ latitude, longitude, accuracy }: Place) => ({ latitude, longitude, accuracy });

/** What only a decision of the engine has. */
const NO_EVENT = {
  decided_at: null,
  received_at: null,
  distance_from_center: null,
  confidence: null,
  stay_seconds: null,
  is_late: false,
  is_pass_through: false,
};

/** What it is about, in the terms of the API. */
function matterOf(item: ClaimedItem, lateMs: number) {
  if (item.kind === 'event') {
    const { event } = item;
    return {
      occurred_at: iso(event.occurred_at),
      decided_at: iso(event.decided_at),
      received_at: iso(event.received_at),
      position: positionOf(event),
      position_at: iso(event.occurred_at),
      distance_from_center: event.distance_from_center,
      confidence: event.confidence,
      stay_seconds: event.stay_seconds,
      is_late: event.received_at - Math.max(event.occurred_at, event.decided_at) > lateMs,
      is_pass_through: event.is_pass_through,
      detail: {},
    };
  }
  if (item.kind === 'test') {
    return { ...NO_EVENT, occurred_at: iso(item.delivery.created_at), position: null, position_at: null, detail: {} };
  }
  const place = item.last_place && { position: positionOf(item.last_place), position_at: iso(item.last_place.occurred_at) };
  const last = place ?? { position: null, position_at: null };
  if (item.kind === 'device') {
    const { occurred_at, detail } = item.device_alert;
    return { ...NO_EVENT, ...last, occurred_at: iso(occurred_at), detail };
  }
  const { expectation, alert } = item;
  const detail = { expectation: expectation.name, window_start: iso(alert.window_start) };
  return { ...NO_EVENT, ...last, occurred_at: iso(alert.due_at), detail };
}

function kindOf(item: ClaimedItem): DeliveryKind {
  if (item.kind === 'event') return item.event.event_type;
  if (item.kind === 'alert') return item.expectation.kind;
  return item.kind === 'device' ? item.device_alert.kind : 'test';
}

/**
 * One matter for programs, as the README describes it. What is not known, or does not apply, is null.
 * @param lateMs received so long after it could be known, an event counts as late
 * @param id by which a receiver tells a copy from news
 */
export function matterJson(item: ClaimedItem, words: MatterWords, lateMs: number, id = deliveryIdentity(item.delivery)): string {
  const { event_id, alert_id, device_alert_id, is_test } = item.delivery;
  const device = 'device' in item ? { id: item.device.id, name: item.device.name } : null;
  const zone = 'geofence' in item ? { id: item.geofence.id, name: item.geofence.name } : null;
  const message = { title: words.title, text: words.body, url: words.url };
  const ids = { event_id, alert_id, device_alert_id, is_test };
  return JSON.stringify({
    ...{ version: VERSION, id, kind: kindOf(item), ...ids, device, zone },
    ...matterOf(item, lateMs),
    message,
  });
}
