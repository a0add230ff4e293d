import { oneLine } from '@/lib/domain/notify/template';
import { FENCEPOST_COLOR, type Line, type LineGroup, type MailContent } from './content';
import { contentOf } from './contents';
import { detailFacts } from './device-content';
import { formatDate, formatDuration, formatMoment, formatTime, formatTimeBeside, type Reader } from './format';
import { handsOf } from './hands';
import { heldBecause, wasQuiet } from './held';
import { messages } from './messages';
import { type Frame, type ToldDeviceAlert, type ToldItem, type ToldMessage, toldKindOf } from './told';

/** So many of several matters are shown each by itself; those before them stand in lines. */
const MOST_ROWS = 50;

/** So many names stand in a subject. */
const MOST_NAMES = 3;

/** A matter with what a mail of its own would say. */
interface Told {
  item: ToldItem;
  content: MailContent;
}

/** One mail about several matters: all of them, by device or by zone, in the order in which they happened. */
export function bundleContent(message: ToldMessage, frame: Frame): MailContent {
  const { items, recipient } = message;
  const { language } = recipient;
  const words = messages[language];
  const told = items.map((item): Told => ({ item, content: contentOf(item, message, frame) }));
  told.sort((a, b) => a.content.at - b.content.at);
  const [first, last] = [told[0], told.at(-1)] as [Told, Told];
  const subject = bundleSubject(message);
  const grouping = groupingOf(items);
  // Where the groups are zones, nothing else in the mail names the device.
  const headline = words.several(items.length, whatOf(items), grouping === 'zone' ? namesOf(items) : '');
  const groupsOf = (some: Told[]) => grouped(some, grouping, message, frame);
  return {
    language,
    subject,
    late: null,
    preview: told
      .slice(-MOST_NAMES)
      .reverse()
      .map(({ content }) => content.headline)
      .join(' · '),
    accent: FENCEPOST_COLOR,
    kind: words.bundle.kind,
    headline,
    lead: spanOf(first.content.at, last.content.at, recipient),
    notice: heldBecause(message, frame.sentAt),
    facts: [],
    groups: groupsOf(told.slice(-MOST_ROWS)),
    earlier: groupsOf(told.slice(0, -MOST_ROWS)),
    picture: null,
    action: { label: words.bundle.open, href: `${frame.publicUrl}/notifications` },
    hands: frame.links && handsOf(frame.links, language),
    footer: { text: words.bundle.why, link: null },
    at: last.content.at,
  };
}

/** "Thursday, 15 January 2026, 14:02–14:11", with both days where there are two. */
function spanOf(from: number, until: number, reader: Reader): string {
  const [first, last] = [formatDate(from, reader), formatDate(until, reader)];
  if (first === last) {
    const times = new Set([formatTime(from, reader), formatTime(until, reader)]);
    return `${first}, ${[...times].join('–')}`;
  }
  return messages[reader.language].bundle.span(formatTimeBeside(from, until, reader), formatMoment(until, reader));
}

/** "5 events: Anna's phone, Ben's phone", with what names it all: several devices, or the zones of one. */
export function bundleSubject(message: ToldMessage): string {
  const { items, recipient } = message;
  const words = messages[recipient.language];
  const subject = words.several(items.length, whatOf(items), namesOf(items));
  return wasQuiet(message) ? words.bundle.quiet(subject) : subject;
}

const whatOf = (items: readonly ToldItem[]) => (items.every(({ kind }) => kind === 'event') ? 'events' : 'messages');

function namesOf(items: readonly ToldItem[]): string {
  const names = [...new Set(items.flatMap((item) => deviceOf(item) ?? []))];
  return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')}, …` : names.join(', ');
}

const deviceOf = (item: ToldItem): string | null => ('device' in item ? oneLine(item.device.name) : null);
const zoneOf = (item: ToldItem): string | null => ('geofence' in item ? oneLine(item.geofence.name) : null);

/** By device, unless all is about one. */
function groupingOf(items: readonly ToldItem[]): 'device' | 'zone' {
  const ids = new Set(items.flatMap((item) => ('device' in item ? item.device.id : [])));
  return ids.size > 1 ? 'device' : 'zone';
}

function grouped(told: readonly Told[], by: 'device' | 'zone', message: ToldMessage, frame: Frame): LineGroup[] {
  const { others } = messages[message.recipient.language].bundle;
  const groups = new Map<string, LineGroup>();
  for (const one of told) {
    const { item } = one;
    const title = (by === 'device' ? deviceOf(item) : (zoneOf(item) ?? deviceOf(item))) ?? others;
    const key = `${by === 'zone' && 'geofence' in item ? item.geofence.id : ''} ${'device' in item ? item.device.id : ''}`;
    const group = groups.get(key) ?? { title, lines: [] };
    group.lines.push(lineOf(one, by, message, frame));
    groups.set(key, group);
  }
  return [...groups.values()];
}

function lineOf({ item, content }: Told, by: 'device' | 'zone', { recipient, templates }: ToldMessage, frame: Frame): Line {
  const time = formatTimeBeside(content.at, frame.sentAt, recipient);
  const line = { time, accent: content.accent, false_alarm: falseAlarmOf(item, frame, recipient.language) };
  const kind = toldKindOf(item);
  // A person's own words say all that there is to say.
  if (templates.some((own) => own.kind === kind)) return { ...line, kind: '', name: content.headline, note: null };
  const name = (by === 'device' ? zoneOf(item) : null) ?? '';
  return { ...line, kind: content.kind, name, note: noteOf(item, recipient.language) };
}

function falseAlarmOf(item: ToldItem, { links }: Frame, language: Reader['language']): Line['false_alarm'] {
  const href = item.kind === 'event' ? links?.false_alarms.get(item.event.id) : undefined;
  return href === undefined ? null : { label: messages[language].hands.isFalseAlarm, href };
}

function noteOf(item: ToldItem, language: ToldMessage['recipient']['language']): string | null {
  if (item.kind === 'alert') return oneLine(item.expectation.name);
  if (item.kind === 'device') return deviceNoteOf(item, language);
  if (item.kind !== 'event' || item.event.stay_seconds === null) return null;
  return formatDuration(item.event.stay_seconds, language);
}

/** A silent phone has said nothing that would stand here. */
function deviceNoteOf({ device_alert: { kind, detail } }: ToldDeviceAlert, language: Reader['language']): string | null {
  const [main] = kind === 'silent' ? [] : detailFacts(detail, language);
  return main?.value ?? null;
}
