import type { DeviceAlertKind, EventType, ExpectationKind, Language, NotificationTemplate, ToldKind } from '@/lib/domain/model';
import type { PauseSpan } from '@/lib/domain/notify/pause';
import type { HintCode } from '@/lib/domain/owntracks/phone-hints';
import { de } from './messages-de';
import { en } from './messages-en';

/** The words of all mails in one language; what is in between is formatted by ./format. */
export interface Messages {
  /** `stay`: the length of the stay in words, where it is known. */
  headline: Record<EventType, (device: string, zone: string, stay: string | null) => string>;
  kind: Record<EventType, string>;
  /** An arrival or departure between two fixes, neither of them in the zone. */
  passed: { headline: (device: string, zone: string) => string; kind: string; notice: string };
  late: (happened: string, received: string) => string;
  time: string;
  received: string;
  stay: string;
  position: string;
  accuracy: string;
  distance: string;
  unknown: string;
  /** Our words, in the form in which people write their own. */
  templates: Record<ToldKind, Pick<NotificationTemplate, 'subject' | 'body'>>;
  /** "3 events: Anna's phone, Ben's phone"; `names` may be empty. */
  several: (count: number, what: 'events' | 'messages', names: string) => string;
  bundle: {
    /** Before a subject. */
    quiet: (subject: string) => string;
    kind: string;
    /** `from`: "18:02", `until`: "Friday, 16 January 2026 at 06:41 CET" */
    span: (from: string, until: string) => string;
    earlier: string;
    open: string;
    why: string;
    /** What belongs to no device. */
    others: string;
  };
  picture: {
    alt: (device: string, zone: string) => string;
    /** `length`: of the scale bar. */
    bar: (length: string) => string;
    ring: string;
    way: string;
  };
  /** Why it comes only now. */
  held: {
    quiet: string;
    digest: (since: string) => string;
    max: string;
    /** The mail server did not take it. */
    retried: (since: string) => string;
  };
  openMap: string;
  whyThisMail: (zone: string) => string;
  changeZone: string;
  /** To those whom the owner of a zone lets be told of it. */
  zoneOfOther: { why: (zone: string) => string; change: string };
  hands: {
    /** Followed by the spans. */
    pause: (zone: string) => string;
    spans: Record<PauseSpan, string>;
    falseAlarm: string;
    /** Beside one of several events. */
    isFalseAlarm: string;
    settings: string;
    unsubscribe: string;
  };
  durationUnits: Record<'day' | 'hour' | 'minute' | 'second', string>;
  alert: {
    /** `at`: the deadline or the departure, `end`: of the window, where it has one. */
    headline: Record<ExpectationKind, (device: string, zone: string, at: string, end: string) => string>;
    kind: string;
    expectation: string;
    lastSeen: string;
    /** "07:52 (23 min ago), 1.2 km from School" */
    lastPlace: (time: string, age: string, where: string) => string;
    within: (zone: string) => string;
    away: (distance: string, zone: string) => string;
    neverSeen: string;
    silentSince: (device: string, time: string) => string;
    alwaysSilent: (device: string) => string;
    why: (name: string) => string;
    change: string;
  };
  /** What is wrong with a phone. */
  device: {
    headline: Record<DeviceAlertKind, (device: string) => string>;
    kind: Record<DeviceAlertKind, string>;
    /** What to do about it. */
    advice: Record<DeviceAlertKind, (device: string) => string>;
    /** The label of the moment that it is about. */
    moment: Record<DeviceAlertKind, string>;
    /** Of a moment in words. */
    ago: (moment: string, age: string) => string;
    lastPlace: string;
    batteryEmpty: string;
    atRest: string;
    lost: string;
    usual: string;
    battery: string;
    problem: string;
    /** What the phone's status message tells. */
    hints: Record<HintCode, string>;
    topic: string;
    why: (device: string) => string;
    change: string;
  };
  test: {
    subject: string;
    kind: string;
    headline: string;
    lead: string;
    recipient: string;
    server: string;
    why: string;
    /** Where it comes as something else than a mail. */
    short: { title: string; body: string };
  };
}

export const messages: Record<Language, Messages> = { en, de };
