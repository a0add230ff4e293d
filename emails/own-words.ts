import type { NotificationTemplate, ToldKind } from '@/lib/domain/model';
import { fillLine, fillText, mentions, oneLine, type Values } from '@/lib/domain/notify/template';
import type { MailContent } from './content';
import { detailFacts } from './device-content';
import {
  formatDate,
  formatDuration,
  formatLength,
  formatMoment,
  formatPosition,
  formatTime,
  formatTimeBeside,
  type Reader,
} from './format';
import { messages } from './messages';
import { type ToldAlert, type ToldDeviceAlert, type ToldEvent, type ToldItem, toldKindOf } from './told';

type Words = Pick<NotificationTemplate, 'kind' | 'subject' | 'body'>;

/** A message in the words of its reader: the subject, and the text below it unless that is empty. */
export function withOwnWords(content: MailContent, item: ToldItem, templates: readonly Words[], reader: Reader): MailContent {
  const kind = toldKindOf(item);
  const own = templates.find((template) => template.kind === kind);
  if (kind === null || own === undefined) return content;
  const values = valuesOf(item, content, reader);
  const headline = fillLine(own.subject, kind, values);
  if (headline === '') return content;
  const lead = fillText(own.body, kind, values);
  const saysWhen = mentions(own.subject, ['time', 'date', 'moment']);
  return {
    ...content,
    subject: content.late === null || saysWhen ? headline : `${headline} (${content.late})`,
    headline,
    ...(lead === '' ? {} : ownLead(content, lead, mentions(own.body, ['date', 'moment']), reader)),
  };
}

/** What our own lead would have said of the time stays in the mail. */
function ownLead({ at, facts }: MailContent, lead: string, saysWhen: boolean, reader: Reader) {
  const label = messages[reader.language].time;
  const value = `${formatDate(at, reader)}, ${formatTime(at, reader)}`;
  return { lead, facts: saysWhen ? facts : [{ label, value }, ...facts] };
}

/** What the placeholders stand for. @param content the same in our words */
export function valuesOf(item: ToldItem, content: MailContent, reader: Reader): Values {
  if (item.kind === 'test') return {};
  const shared: Values = {
    summary: content.headline,
    device: oneLine(item.device.name),
    event: content.kind,
    time: formatTime(content.at, reader),
    date: formatDate(content.at, reader),
    moment: formatMoment(content.at, reader),
    link: content.action.href,
  };
  if (item.kind === 'event') return { ...shared, ...eventValues(item, reader) };
  return { ...shared, ...(item.kind === 'alert' ? alertValues(item, content, reader) : deviceValues(item, reader)) };
}

function eventValues({ event, geofence }: ToldEvent, { language }: Reader): Values {
  return {
    zone: oneLine(geofence.name),
    ...(event.stay_seconds === null ? {} : { stay: formatDuration(event.stay_seconds, language) }),
    ...(event.accuracy === null ? {} : { accuracy: `± ${formatLength(event.accuracy, language)}` }),
    position: formatPosition(event.latitude, event.longitude),
    distance: formatLength(event.distance_from_center, language),
  };
}

const alertValues = ({ geofence, expectation, last_place }: ToldAlert, { at }: MailContent, reader: Reader): Values => ({
  zone: oneLine(geofence.name),
  expectation: oneLine(expectation.name),
  last_seen: last_place ? formatTimeBeside(last_place.occurred_at, at, reader) : messages[reader.language].alert.neverSeen,
});

function deviceValues({ device, device_alert: { kind, detail } }: ToldDeviceAlert, { language }: Reader): Values {
  const battery = detail.battery ?? detail.last_battery;
  const facts = detailFacts(detail, language).map(({ label, value }) => `${label}: ${value}`);
  const advice = messages[language].device.advice[kind](oneLine(device.name));
  return { advice, detail: facts.join(', '), ...(typeof battery === 'number' ? { battery: `${Math.round(battery)} %` } : {}) };
}

/** Our own words of a kind, as a template. */
export const ourTemplate = (kind: ToldKind, { language }: Pick<Reader, 'language'>) => messages[language].templates[kind];
