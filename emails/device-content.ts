import type { DeviceAlert, Language } from '@/lib/domain/model';
import type { MailLinks } from '@/lib/domain/notify/links';
import { oneLine } from '@/lib/domain/notify/template';
import type { HintCode } from '@/lib/domain/owntracks/phone-hints';
import { dated, FENCEPOST_COLOR, type MailContent, OLD_MS, ONE_MATTER, openStreetMapLink } from './content';
import { formatDuration, formatMoment, formatPosition, formatTimeBeside, type Reader } from './format';
import { handsOf } from './hands';
import { messages } from './messages';
import type { Place } from './told';

export interface DeviceMailProps {
  device_alert: Pick<DeviceAlert, 'kind' | 'occurred_at' | 'raised_at' | 'detail'>;
  device: { id: number; name: string };
  last_place: Place | null;
  reader: Reader;
  /** When it goes out (epoch ms). */
  sentAt: number;
  /** Without a slash at the end. */
  publicUrl: string;
  links: MailLinks | null;
}

/** A message about something that is wrong with a phone, with what to do about it. */
export function deviceContent(props: DeviceMailProps): MailContent {
  const { device_alert, device, last_place, reader, sentAt, publicUrl, links } = props;
  const { language } = reader;
  const words = messages[language].device;
  const { kind } = device_alert;
  const name = oneLine(device.name);
  const headline = words.headline[kind](name);
  const isOld = sentAt - device_alert.raised_at >= OLD_MS;
  const href = `${publicUrl}/admin/devices/${device.id}`;
  return {
    language,
    ...dated(headline, isOld ? formatTimeBeside(device_alert.raised_at, sentAt, reader) : null),
    preview: words.advice[kind](name),
    accent: FENCEPOST_COLOR,
    kind: words.kind[kind],
    headline,
    lead: words.advice[kind](name),
    notice: noticeOf(device_alert, language),
    facts: [
      { label: words.moment[kind], value: momentOf(props) },
      ...lostFact(device_alert.detail, reader),
      ...detailFacts(device_alert.detail, language),
      ...(last_place ? [placeFact(last_place, reader)] : []),
    ],
    ...ONE_MATTER,
    action: { label: words.change, href },
    hands: links && handsOf(links, language),
    footer: { text: words.why(name), link: null },
    at: device_alert.occurred_at,
  };
}

/** Why a device is silent, as far as it can be told. */
function noticeOf({ kind, detail }: DeviceMailProps['device_alert'], language: Language): string | null {
  if (kind !== 'silent') return null;
  const words = messages[language].device;
  if (detail.is_battery_empty === true) return words.batteryEmpty;
  return detail.was_at_rest === true ? words.atRest : null;
}

/** "Thursday, 15 January 2026 at 14:02 CET (3 h ago)" */
function momentOf({ device_alert, reader, sentAt }: DeviceMailProps): string {
  const { last_seen_at } = device_alert.detail;
  const at = device_alert.kind === 'silent' && typeof last_seen_at === 'number' ? last_seen_at : device_alert.occurred_at;
  const age = formatDuration((sentAt - at) / 1000, reader.language);
  return messages[reader.language].device.ago(formatMoment(at, reader), age);
}

/** When its connection broke off and did not come back. */
function lostFact({ lwt }: Record<string, unknown>, reader: Reader): MailContent['facts'] {
  return typeof lwt === 'number' ? [{ label: messages[reader.language].device.lost, value: formatMoment(lwt, reader) }] : [];
}

function placeFact({ latitude, longitude }: Place, { language }: Reader): MailContent['facts'][number] {
  return {
    label: messages[language].device.lastPlace,
    value: formatPosition(latitude, longitude),
    href: openStreetMapLink(latitude, longitude),
  };
}

/** What the alert knows besides its kind; what is not there or of another kind than expected is left out. */
export function detailFacts(detail: Record<string, unknown>, language: Language): MailContent['facts'] {
  const words = messages[language].device;
  const { usual_seconds, what, topic } = detail;
  const battery = detail.battery ?? detail.last_battery;
  const problem = typeof what === 'string' && Object.hasOwn(words.hints, what) ? words.hints[what as HintCode] : null;
  return [
    ...(typeof usual_seconds === 'number' ? [{ label: words.usual, value: formatDuration(usual_seconds, language) }] : []),
    ...(typeof battery === 'number' ? [{ label: words.battery, value: `${Math.round(battery)} %` }] : []),
    ...(problem === null ? [] : [{ label: words.problem, value: problem }]),
    ...(typeof topic === 'string' ? [{ label: words.topic, value: oneLine(topic) }] : []),
  ];
}
