import type {
  Delivery,
  Device,
  DeviceAlert,
  Expectation,
  ExpectationAlert,
  Geofence,
  GeofenceEvent,
  Location,
  NotificationTemplate,
  ToldKind,
  User,
} from '@/lib/domain/model';
import type { MailLinks } from '@/lib/domain/notify/links';

/** Where a device was last known to be. */
export type Place = Pick<Location, 'latitude' | 'longitude' | 'accuracy' | 'occurred_at'>;

interface Recorded {
  delivery: Pick<Delivery, 'id' | 'created_at' | 'attempts' | 'reason'>;
}

export interface ToldEvent extends Recorded {
  kind: 'event';
  event: GeofenceEvent;
  geofence: Geofence;
  device: Device;
}

export interface ToldAlert extends Recorded {
  kind: 'alert';
  geofence: Geofence;
  device: Device;
  alert: ExpectationAlert;
  expectation: Expectation;
  /** The zones of a group. */
  members: readonly Geofence[];
  last_place: Place | null;
}

export interface ToldDeviceAlert extends Recorded {
  kind: 'device';
  device: Device;
  device_alert: DeviceAlert;
  last_place: Place | null;
}

export interface ToldTest extends Recorded {
  kind: 'test';
}

/** What people choose their words for; null: a test. */
export const toldKindOf = (item: ToldItem): ToldKind | null =>
  item.kind === 'event' ? item.event.event_type : item.kind === 'test' ? null : item.kind;

/** One matter that a person is told of. */
export type ToldItem = ToldEvent | ToldAlert | ToldDeviceAlert | ToldTest;

/** What a person is told in one go: one matter, or several that go together. */
export interface ToldMessage {
  identity: string;
  recipient: Pick<User, 'id' | 'email' | 'language' | 'time_zone'>;
  /** At least one, in the order in which they were recorded. */
  items: readonly ToldItem[];
  /** The person's own words. */
  templates: readonly Pick<NotificationTemplate, 'kind' | 'subject' | 'body'>[];
}

/** What the words need to know besides the message. */
export interface Frame {
  /** Without a slash at the end. */
  publicUrl: string;
  /** What works without a sign-in; null: nothing. */
  links: MailLinks | null;
  /** When it goes out (epoch ms). */
  sentAt: number;
}
