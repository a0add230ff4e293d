import type { ToldDeviceAlert, ToldEvent, ToldItem, ToldMessage } from '@/emails/told';
import type { Device, GeofenceEvent } from '@/lib/domain/model';
import { circle } from './zones';

/** 15 January 2026, 14:02 in Berlin. */
export const AT = Date.UTC(2026, 0, 15, 13, 2);

let serial = 0;

function recorded(at: number): ToldItem['delivery'] {
  serial += 1;
  return { id: serial, created_at: at, attempts: 1, reason: null };
}

const device = (fields: Partial<Device> = {}): Device => ({
  ...{ id: 3, user_id: 1, name: "Anna's phone", device: 'phone', color: '#1971c2', created_at: 0, updated_at: 0 },
  ...fields,
});

interface Told {
  device?: Partial<Device>;
  zone?: Parameters<typeof circle>[3];
  event?: Partial<GeofenceEvent>;
  delivery?: Partial<ToldItem['delivery']>;
}

/** Anna's phone arrives at Home; what is not given is usual. */
export function toldEvent({ device: ofDevice, zone, event, delivery }: Told = {}): ToldEvent {
  const at = event?.occurred_at ?? AT;
  return {
    kind: 'event',
    delivery: { ...recorded(at), ...delivery },
    device: device(ofDevice),
    geofence: circle(52.52, 13.405, 100, { id: 'zone-1', name: 'Home', color: '#2f9e44', ...zone }),
    event: {
      ...{ id: 1, geofence_id: 'zone-1', device_id: 3, location_id: null, event_type: 'enter' },
      ...{ latitude: 52.520008, longitude: 13.404954, accuracy: 12, distance_from_center: 35.4, confidence: 1 },
      ...{ stay_seconds: null, occurred_at: at, decided_at: at, received_at: at, retracted_at: null, retract_reason: null },
      ...{ retract_decided_at: null, replaces_id: null, origin: 'live', is_pass_through: false, witnesses: ['geometry'] },
      ...{ notification_status: 'pending', notification_reason: null },
      ...event,
    },
  };
}

/** The battery of a phone is low. */
export const toldDevice = (ofDevice: Partial<Device> = {}, at = AT): ToldDeviceAlert => ({
  kind: 'device',
  delivery: recorded(at),
  device: device(ofDevice),
  device_alert: {
    ...{ id: 1, device_id: 3, kind: 'battery_low', occurred_at: at, raised_at: at, resolved_at: null, detail: { battery: 14 } },
    ...{ notification_status: 'pending', notification_reason: null },
  },
  last_place: null,
});

/** A message to Anna. */
export const told = (items: ToldItem[], changes: Partial<ToldMessage> = {}): ToldMessage => ({
  identity: 'delivery-1',
  recipient: { id: 1, email: 'anna@example.org', language: 'en', time_zone: 'Europe/Berlin' },
  items,
  templates: [],
  ...changes,
});
