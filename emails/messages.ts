import type { EventType, ExpectationKind, Language } from '@/lib/domain/model';
import type { PauseSpan } from '@/lib/domain/notify/pause';

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
  openMap: string;
  whyThisMail: (zone: string) => string;
  changeZone: string;
  hands: {
    /** Followed by the spans. */
    pause: (zone: string) => string;
    spans: Record<PauseSpan, string>;
    falseAlarm: string;
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
  test: {
    subject: string;
    kind: string;
    headline: string;
    lead: string;
    recipient: string;
    server: string;
    why: string;
  };
}

const en: Messages = {
  headline: {
    enter: (device, zone) => `${device} arrived at ${zone}`,
    exit: (device, zone, stay) => `${device} left ${zone}${stay ? ` after ${stay}` : ''}`,
    dwell: (device, zone, stay) => `${device} is still at ${zone}${stay ? ` after ${stay}` : ''}`,
  },
  kind: { enter: 'Arrived', exit: 'Left', dwell: 'Still there' },
  passed: {
    headline: (device, zone) => `${device} passed through ${zone}`,
    kind: 'Passed through',
    notice: 'The phone reported from both sides, not from within: time and place are estimated.',
  },
  late: (happened, received) => `Reported late: happened ${happened}, received ${received}.`,
  time: 'Time',
  received: 'Received',
  stay: 'Length of the stay',
  position: 'Position',
  accuracy: 'Accuracy',
  distance: 'From the centre',
  unknown: 'not reported',
  openMap: 'Open the map',
  whyThisMail: (zone) => `You get this mail because e-mail is switched on for the zone “${zone}”.`,
  changeZone: 'Change this zone',
  hands: {
    pause: (zone) => `Pause “${zone}”:`,
    spans: { hour: 'for 1 hour', tomorrow: 'until tomorrow', for_good: 'for good' },
    falseAlarm: 'This was a false alarm',
    unsubscribe: 'Unsubscribe from all mails',
  },
  durationUnits: { day: 'd', hour: 'h', minute: 'min', second: 's' },
  alert: {
    headline: {
      no_show: (device, zone, at) => `${device} had not arrived at ${zone} by ${at}`,
      overstay: (device, zone, at) => `${device} was still at ${zone} at ${at}`,
      left_early: (device, zone, at, end) => `${device} left ${zone} at ${at}, before ${end}`,
      not_inside: (device, zone, at) => `${device} was not at ${zone} at ${at}`,
    },
    kind: 'Not as expected',
    expectation: 'Expectation',
    lastSeen: 'Last seen',
    lastPlace: (time, age, where) => `${time} (${age} ago), ${where}`,
    within: (zone) => `at ${zone}`,
    away: (distance, zone) => `${distance} from ${zone}`,
    neverSeen: 'never',
    silentSince: (device, time) => `Nothing has been heard from ${device} since ${time}; it may be somewhere else by now.`,
    alwaysSilent: (device) => `${device} has never reported where it is.`,
    why: (name) => `You get this mail because e-mail is switched on for the expectation “${name}”.`,
    change: 'Change your expectations',
  },
  test: {
    subject: 'Fencepost: test mail',
    kind: 'Test',
    headline: 'E-mail works',
    lead: 'Your mail server took this message. Mails about your zones will arrive the same way.',
    recipient: 'Sent to',
    server: 'Sent by',
    why: 'You get this mail because you asked Fencepost for a test.',
  },
};

const de: Messages = {
  headline: {
    enter: (device, zone) => `${device} hat „${zone}“ erreicht`,
    exit: (device, zone, stay) => `${device} hat „${zone}“${stay ? ` nach ${stay}` : ''} verlassen`,
    dwell: (device, zone, stay) => `${device} ist${stay ? ` nach ${stay}` : ''} noch in „${zone}“`,
  },
  kind: { enter: 'Angekommen', exit: 'Verlassen', dwell: 'Noch dort' },
  passed: {
    headline: (device, zone) => `${device} hat „${zone}“ durchquert`,
    kind: 'Durchquert',
    notice: 'Das Telefon hat sich von beiden Seiten gemeldet, nicht von innen: Zeit und Ort sind geschätzt.',
  },
  late: (happened, received) => `Verspätet gemeldet: geschehen ${happened}, empfangen ${received}.`,
  time: 'Zeit',
  received: 'Empfangen',
  stay: 'Dauer des Aufenthalts',
  position: 'Position',
  accuracy: 'Genauigkeit',
  distance: 'Vom Mittelpunkt',
  unknown: 'nicht gemeldet',
  openMap: 'Karte öffnen',
  whyThisMail: (zone) => `Sie bekommen diese Mail, weil E-Mail für die Zone „${zone}“ eingeschaltet ist.`,
  changeZone: 'Diese Zone ändern',
  hands: {
    pause: (zone) => `„${zone}“ pausieren:`,
    spans: { hour: 'für 1 Stunde', tomorrow: 'bis morgen', for_good: 'auf Dauer' },
    falseAlarm: 'Das war ein Fehlalarm',
    unsubscribe: 'Alle Mails abbestellen',
  },
  durationUnits: { day: 'Tg.', hour: 'Std.', minute: 'Min.', second: 'Sek.' },
  alert: {
    headline: {
      no_show: (device, zone, at) => `${device} war bis ${at} nicht in „${zone}“`,
      overstay: (device, zone, at) => `${device} war um ${at} noch in „${zone}“`,
      left_early: (device, zone, at, end) => `${device} hat „${zone}“ um ${at} verlassen, vor ${end}`,
      not_inside: (device, zone, at) => `${device} war um ${at} nicht in „${zone}“`,
    },
    kind: 'Nicht wie erwartet',
    expectation: 'Erwartung',
    lastSeen: 'Zuletzt gesehen',
    lastPlace: (time, age, where) => `${time} (vor ${age}), ${where}`,
    within: (zone) => `in „${zone}“`,
    away: (distance, zone) => `${distance} von „${zone}“ entfernt`,
    neverSeen: 'nie',
    silentSince: (device, time) => `Von ${device} kam seit ${time} keine Nachricht; es kann inzwischen woanders sein.`,
    alwaysSilent: (device) => `${device} hat noch nie einen Ort gemeldet.`,
    why: (name) => `Sie bekommen diese Mail, weil E-Mail für die Erwartung „${name}“ eingeschaltet ist.`,
    change: 'Ihre Erwartungen ändern',
  },
  test: {
    subject: 'Fencepost: Testmail',
    kind: 'Test',
    headline: 'E-Mail funktioniert',
    lead: 'Ihr Mailserver hat diese Nachricht angenommen. Mails über Ihre Zonen kommen auf demselben Weg.',
    recipient: 'Gesendet an',
    server: 'Gesendet von',
    why: 'Sie bekommen diese Mail, weil Sie Fencepost um einen Test gebeten haben.',
  },
};

export const messages: Record<Language, Messages> = { en, de };
