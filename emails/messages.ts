import type { EventType, Language } from '@/lib/domain/model';

/** The words of all mails in one language; what is in between is formatted by ./format. */
export interface Messages {
  /** `stay`: the length of the stay in words, where it is known. */
  headline: Record<EventType, (device: string, zone: string, stay: string | null) => string>;
  kind: Record<EventType, string>;
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
  durationUnits: Record<'day' | 'hour' | 'minute' | 'second', string>;
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
  durationUnits: { day: 'd', hour: 'h', minute: 'min', second: 's' },
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
  durationUnits: { day: 'Tg.', hour: 'Std.', minute: 'Min.', second: 'Sek.' },
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
