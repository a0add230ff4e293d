import { type Shape, shapeOf, spherePoint, UnionShape } from '@/lib/domain/geo';
import type { Expectation, ExpectationAlert, Geofence, Location } from '@/lib/domain/model';
import type { MailLinks } from '@/lib/domain/notify/links';
import { oneLine } from '@/lib/domain/notify/template';
import { dated, type MailContent, ONE_MATTER, openStreetMapLink, safeColor } from './content';
import { formatDuration, formatLength, formatMoment, formatPosition, formatTimeBeside, type Reader } from './format';
import { handsOf } from './hands';
import { messages } from './messages';

/** Without a fix for so long before the moment it is about, the device is called silent, in milliseconds. */
const SILENT_MS = 60 * 60_000;

export interface AlertMailProps {
  alert: Pick<ExpectationAlert, 'due_at'>;
  expectation: Pick<Expectation, 'name' | 'kind' | 'end'>;
  geofence: Geofence;
  /** The zones of a group. */
  members: readonly Geofence[];
  device: { id: number; name: string };
  last_place: Pick<Location, 'latitude' | 'longitude' | 'accuracy' | 'occurred_at'> | null;
  reader: Reader;
  /** When the mail goes out (epoch ms). */
  sentAt: number;
  /** Without a slash at the end. */
  publicUrl: string;
  links: MailLinks | null;
}

/** A mail about an expectation that was not met, with what is known of where the device is. */
export function alertContent(props: AlertMailProps): MailContent {
  const { alert, expectation, geofence, device, last_place, reader, sentAt, publicUrl, links } = props;
  const { language } = reader;
  const words = messages[language].alert;
  const [deviceName, zoneName] = [oneLine(device.name), oneLine(geofence.name)];
  const at = formatTimeBeside(alert.due_at, sentAt, reader);
  const headline = words.headline[expectation.kind](deviceName, zoneName, at, expectation.end ?? '');
  const where = last_place && wordsFor(props, last_place, zoneName);
  return {
    language,
    ...dated(headline, null),
    preview: [`${words.lastSeen}: ${where ?? words.neverSeen}`, expectation.name].join(' · '),
    accent: safeColor(geofence.color),
    kind: words.kind,
    headline,
    lead: formatMoment(alert.due_at, reader),
    notice: silence(props, deviceName),
    facts: [
      { label: words.expectation, value: oneLine(expectation.name) },
      { label: words.lastSeen, value: where ?? words.neverSeen },
      ...(last_place ? placeFacts(last_place, reader) : []),
    ],
    ...ONE_MATTER,
    action: {
      label: messages[language].openMap,
      href: `${publicUrl}/map?device=${device.id}&geofence=${encodeURIComponent(geofence.id)}`,
    },
    hands: links && handsOf(links, language),
    footer: {
      text: words.why(oneLine(expectation.name)),
      link: { label: words.change, href: `${publicUrl}/admin/geofences/expectations` },
    },
    at: alert.due_at,
  };
}

type Place = NonNullable<AlertMailProps['last_place']>;

/** "07:52 (23 min ago), 1.2 km from School" */
function wordsFor({ geofence, members, reader, sentAt }: AlertMailProps, place: Place, zoneName: string): string {
  const words = messages[reader.language].alert;
  const distance = areaOf(geofence, members)?.signedDistance(spherePoint(place.latitude, place.longitude)) ?? null;
  const time = formatTimeBeside(place.occurred_at, sentAt, reader);
  const age = formatDuration((sentAt - place.occurred_at) / 1000, reader.language);
  if (distance === null) return words.lastPlace(time, age, formatPosition(place.latitude, place.longitude));
  const where = distance >= 0 ? words.within(zoneName) : words.away(formatLength(-distance, reader.language), zoneName);
  return words.lastPlace(time, age, where);
}

/** Null for a group without zones. */
function areaOf(geofence: Geofence, members: readonly Geofence[]): Shape | null {
  if (geofence.shape_type !== 'group') return shapeOf(geofence);
  return members.length === 0 ? null : new UnionShape(members.map(shapeOf));
}

function placeFacts({ latitude, longitude, accuracy }: Place, { language }: Reader): MailContent['facts'] {
  const words = messages[language];
  return [
    { label: words.position, value: formatPosition(latitude, longitude), href: openStreetMapLink(latitude, longitude) },
    { label: words.accuracy, value: accuracy === null ? words.unknown : `± ${formatLength(accuracy, language)}` },
  ];
}

function silence({ alert, last_place, reader, sentAt }: AlertMailProps, deviceName: string): string | null {
  const words = messages[reader.language].alert;
  if (last_place === null) return words.alwaysSilent(deviceName);
  if (alert.due_at - last_place.occurred_at < SILENT_MS) return null;
  return words.silentSince(deviceName, formatTimeBeside(last_place.occurred_at, sentAt, reader));
}
