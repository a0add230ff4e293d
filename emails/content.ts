import type { EventType, GeofenceEvent, Language } from '@/lib/domain/model';
import type { MailLinks } from '@/lib/domain/notify/links';
import { oneLine } from '@/lib/domain/notify/template';
import { formatDuration, formatLength, formatMoment, formatPosition, formatTime, formatTimeBeside, type Reader } from './format';
import { type Hands, handsOf, type Named } from './hands';
import { messages } from './messages';

/** Received so long after it could be known, an event is a late one, in milliseconds. */
export const LATE_MS = 2 * 60_000;

/** Told so long after it happened, it is no news, in milliseconds. */
export const OLD_MS = 15 * 60_000;

/** Of what belongs to no zone. */
export const FENCEPOST_COLOR = '#0b7a6b';

/** One of several matters. */
export interface Line {
  time: string;
  kind: string;
  /** The zone, the device, or the person's own words for all of it. */
  name: string;
  /** Such as the length of a stay; null: nothing. */
  note: string | null;
  /** Where the reader says that it was a false alarm; null: nowhere. */
  false_alarm: Named | null;
  /** `#rrggbb` */
  accent: string;
}

/** What belongs together: to one device, or to one zone. */
export interface LineGroup {
  title: string;
  lines: Line[];
}

/** A picture that comes with the mail. */
export interface MailPicture {
  /** Of the part of the mail that it is: `cid:…` */
  src: string;
  /** As it is shown, in pixels. */
  width: number;
  height: number;
  /** How long its scale bar is, in metres. */
  scale_meters: number;
  shows_ring: boolean;
  shows_way: boolean;
  /** Of the newest event in it. */
  alt: { device: string; zone: string };
}

/** What a mail says, before it becomes HTML or text. */
export interface MailContent {
  language: Language;
  subject: string;
  /** The time that stands in the subject, because what a phone shows of it must not pass for news; null: it is news. */
  late: string | null;
  /** What a mail app shows beside the subject. */
  preview: string;
  /** `#rrggbb` */
  accent: string;
  kind: string;
  headline: string;
  lead: string;
  /** Something to mind, or null. */
  notice: string | null;
  facts: { label: string; value: string; href?: string }[];
  /** Of several matters: the newest ones, and those for which there is no room to show each by itself. */
  groups: LineGroup[];
  earlier: LineGroup[];
  action: { label: string; href: string };
  /** Of the place that it is about; null: there is none. */
  picture: MailPicture | null;
  /** What the reader can do about such mails, without a sign-in; null: nothing. */
  hands: Hands | null;
  footer: { text: string; link: { label: string; href: string } | null };
  /** The moment that it is about (epoch ms). */
  at: number;
}

type EventFacts = Pick<
  GeofenceEvent,
  | 'id'
  | 'latitude'
  | 'longitude'
  | 'accuracy'
  | 'distance_from_center'
  | 'stay_seconds'
  | 'is_pass_through'
  | 'occurred_at'
  | 'decided_at'
  | 'received_at'
>;

export interface EventMailProps {
  event: EventFacts & { event_type: EventType };
  geofence: { id: string; name: string; color: string };
  device: { id: number; name: string };
  reader: Reader;
  /** Somebody who is told of another person's zone sees neither zone nor device in the app. */
  is_own_zone: boolean;
  /** When the mail goes out (epoch ms): hours later when the mail server was down. */
  sentAt: number;
  /** Without a slash at the end. */
  publicUrl: string;
  links: MailLinks | null;
}

/** A mail about a device that entered or left a zone, in the reader's language and time zone. */
export function eventContent(props: EventMailProps): MailContent {
  const { event, geofence, device, reader, sentAt, links } = props;
  const { language } = reader;
  const words = messages[language];
  const deviceName = oneLine(device.name);
  const zoneName = oneLine(geofence.name);
  const stay = event.stay_seconds === null ? null : formatDuration(event.stay_seconds, language);
  const headline = event.is_pass_through
    ? words.passed.headline(deviceName, zoneName)
    : words.headline[event.event_type](deviceName, zoneName, stay);
  const happened = formatTimeBeside(event.occurred_at, event.received_at, reader);
  const isOld = sentAt - event.occurred_at >= OLD_MS;
  // Not since it happened: a confirmation takes its time.
  const isLate = event.received_at - Math.max(event.occurred_at, event.decided_at) > LATE_MS;
  const accuracy = event.accuracy === null ? words.unknown : `± ${formatLength(event.accuracy, language)}`;
  const distance = formatLength(event.distance_from_center, language);
  const notices = [
    ...(event.is_pass_through ? [words.passed.notice] : []),
    ...(isLate ? [words.late(happened, formatTime(event.received_at, reader))] : []),
  ];
  return {
    language,
    ...dated(headline, isLate || isOld ? formatTimeBeside(event.occurred_at, sentAt, reader) : null),
    preview: [formatTime(event.occurred_at, reader), accuracy, `${words.distance}: ${distance}`].join(' · '),
    accent: safeColor(geofence.color),
    kind: event.is_pass_through ? words.passed.kind : words.kind[event.event_type],
    headline,
    lead: formatMoment(event.occurred_at, reader),
    notice: notices.length > 0 ? notices.join(' ') : null,
    facts: [
      ...(isLate ? [{ label: words.received, value: formatMoment(event.received_at, reader) }] : []),
      ...(stay === null ? [] : [{ label: words.stay, value: stay }]),
      {
        label: words.position,
        value: formatPosition(event.latitude, event.longitude),
        href: openStreetMapLink(event.latitude, event.longitude),
      },
      { label: words.accuracy, value: accuracy },
      { label: words.distance, value: distance },
    ],
    ...ONE_MATTER,
    hands: links && handsOf(links, language, event.id),
    ...(props.is_own_zone ? ofOwnZone(props) : ofZoneOfOther(props)),
    at: event.occurred_at,
  };
}

type WaysOn = Pick<MailContent, 'action' | 'footer'>;

function ofOwnZone({ geofence, device, reader, publicUrl }: EventMailProps): WaysOn {
  const words = messages[reader.language];
  const id = encodeURIComponent(geofence.id);
  return {
    action: { label: words.openMap, href: `${publicUrl}/map?device=${device.id}&geofence=${id}` },
    footer: {
      text: words.whyThisMail(oneLine(geofence.name)),
      link: { label: words.changeZone, href: `${publicUrl}/admin/geofences/${id}` },
    },
  };
}

function ofZoneOfOther({ geofence, reader, publicUrl }: EventMailProps): WaysOn {
  const { bundle, zoneOfOther } = messages[reader.language];
  return {
    action: { label: bundle.open, href: `${publicUrl}/notifications` },
    footer: {
      text: zoneOfOther.why(oneLine(geofence.name)),
      link: { label: zoneOfOther.change, href: `${publicUrl}/notifications/settings#zones` },
    },
  };
}

export interface TestMailProps {
  recipient: string;
  /** Epoch ms. */
  at: number;
  reader: Reader;
  publicUrl: string;
}

/** The mail that shows that mails arrive. */
export function testContent({ recipient, at, reader, publicUrl }: TestMailProps): MailContent {
  const words = messages[reader.language];
  return {
    language: reader.language,
    ...dated(words.test.subject, null),
    preview: words.test.lead,
    accent: FENCEPOST_COLOR,
    kind: words.test.kind,
    headline: words.test.headline,
    lead: words.test.lead,
    notice: null,
    facts: [
      { label: words.time, value: formatMoment(at, reader) },
      { label: words.test.recipient, value: recipient },
      { label: words.test.server, value: publicUrl },
    ],
    ...ONE_MATTER,
    action: { label: words.openMap, href: `${publicUrl}/map` },
    hands: null,
    footer: { text: words.test.why, link: null },
    at,
  };
}

/** Of a mail about one matter. */
export const ONE_MATTER = { groups: [], earlier: [], picture: null } satisfies Partial<MailContent>;

/** A subject, with the time where it is no news. */
export const dated = (subject: string, late: string | null): Pick<MailContent, 'subject' | 'late'> => ({
  subject: late === null ? subject : `${subject} (${late})`,
  late,
});

/** Works on a phone away from home too, where a private server's own map can't be reached. */
export function openStreetMapLink(latitude: number, longitude: number): string {
  const place = [latitude.toFixed(5), longitude.toFixed(5)];
  return `https://www.openstreetmap.org/?mlat=${place[0]}&mlon=${place[1]}#map=17/${place.join('/')}`;
}

export function safeColor(color: string): string {
  return /^#[0-9a-f]{6}$/i.test(color) ? color : FENCEPOST_COLOR;
}
