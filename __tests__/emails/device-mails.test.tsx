import { render } from 'react-email';
import { type DeviceMailProps, deviceContent, type MailContent, MailPage, mailText } from '@/emails';
import { DEVICE_ALERT_KINDS } from '@/lib/domain/model';

const AT = Date.UTC(2026, 0, 15, 13, 2);
const HOUR = 3_600_000;

function props(
  kind: DeviceMailProps['device_alert']['kind'],
  detail = {},
  changes: Partial<DeviceMailProps> = {},
): DeviceMailProps {
  return {
    device_alert: { kind, occurred_at: AT, raised_at: AT, detail },
    device: { id: 3, name: "Anna's phone" },
    last_place: null,
    reader: { language: 'en', time_zone: 'Europe/Berlin' },
    sentAt: AT + 5_000,
    publicUrl: 'https://fence.example.org',
    links: null,
    ...changes,
  };
}

const german = { reader: { language: 'de', time_zone: 'Europe/Berlin' } } as const;
const bodies = async (content: MailContent) =>
  [mailText(content), await render(<MailPage content={content} />, { plainText: true })].map((body) => body.replace(/\s+/g, ' '));

test('a silent device: since when, what is usual for it, and where it was', async () => {
  const detail = { last_seen_at: AT - 5 * HOUR, usual_seconds: 1_800 };
  const last_place = { latitude: 52.5317, longitude: 13.405, accuracy: 12, occurred_at: AT - 5 * HOUR };
  const content = deviceContent(props('silent', detail, { last_place }));
  expect(content.subject).toBe("Nothing has been heard from Anna's phone");
  for (const body of await bodies(content)) {
    expect(body).toMatch(/Last heard from:? Thursday, 15 January 2026 at 09:02 CET \(5 h ago\)/);
    expect(body).toMatch(/Usual pause:? 30 min/);
    expect(body).toContain('52.53170, 13.40500');
    expect(body).toContain('https://fence.example.org/admin/devices/3');
  }
  const inGerman = deviceContent(props('silent', detail, german));
  expect(inGerman.subject).toBe("Von Anna's phone kommt nichts mehr");
  expect(mailText(inGerman)).toMatch(/Übliche Pause: +30 Min\./);
});

test.each([
  ['battery_low', { battery: 14 }, /Battery:? 14 %/, /Akku:? 14 %/],
  ['permission', { what: 'location_in_use' }, /location only while the app is open/, /Standort nur bei geöffneter App/],
  ['power_saving', { what: 'battery_optimized' }, /battery optimisation is on/, /Akku-Optimierung ist für OwnTracks an/],
  ['wrong_topic', { topic: 'owntracks/eva/fone' }, /Topic:? owntracks\/eva\/fone/, /Gesendet an:? owntracks\/eva\/fone/],
  ['wrong_password', {}, /Refused:? Thursday/, /Abgewiesen:? Donnerstag/],
] as const)('%s, with what is known of it, in English and in German', async (kind, detail, english, deutsch) => {
  for (const body of await bodies(deviceContent(props(kind, detail)))) expect(body).toMatch(english);
  for (const body of await bodies(deviceContent(props(kind, detail, german)))) expect(body).toMatch(deutsch);
});

test.each(DEVICE_ALERT_KINDS)('%s without a detail that can be read still says what is wrong and what to do', (kind) => {
  for (const detail of [{}, { what: 'toString', battery: 'low', topic: null, usual_seconds: '1' }]) {
    const content = deviceContent(props(kind, detail));
    expect(content.facts).toHaveLength(1);
    expect(content.lead.length).toBeGreaterThan(20);
  }
});

test('a topic is one line of text, whatever a phone calls it', async () => {
  const content = deviceContent(props('wrong_topic', { topic: 'a\r\n<b>x</b>' }));
  expect(await render(<MailPage content={content} />)).toContain('a &lt;b&gt;x&lt;/b&gt;');
});

test('that goes out hours later names the time', () => {
  expect(deviceContent(props('battery_low', {}, { sentAt: AT + 2 * HOUR })).subject).toBe(
    "The battery of Anna's phone is low (14:02)",
  );
});
