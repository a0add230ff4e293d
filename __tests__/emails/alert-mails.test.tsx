import { render } from 'react-email';
import { type AlertMailProps, alertContent, type MailContent, MailPage, mailText } from '@/emails';
import { circle } from '../support/zones';

/** 08:15 in Berlin. */
const DUE = Date.UTC(2026, 0, 15, 7, 15);
const MINUTE = 60_000;

const school = circle(52.52, 13.405, 100, { id: 'zone-1', name: 'School' });

function props(changes: Partial<AlertMailProps> = {}): AlertMailProps {
  return {
    alert: { due_at: DUE },
    expectation: { name: 'School mornings', kind: 'no_show', end: '08:15' },
    geofence: school,
    members: [],
    device: { id: 3, name: "Mia's phone" },
    last_place: { latitude: 52.5317, longitude: 13.405, accuracy: 12, occurred_at: DUE - 23 * MINUTE },
    reader: { language: 'en', time_zone: 'Europe/Berlin' },
    sentAt: DUE + 5_000,
    publicUrl: 'https://fence.example.org',
    links: null,
    ...changes,
  };
}

const expectation = (kind: AlertMailProps['expectation']['kind'], end: string | null = null) => ({ name: 'Rule', kind, end });
const bodies = async (content: MailContent) =>
  [mailText(content), await render(<MailPage content={content} />, { plainText: true })].map((body) => body.replace(/\s+/g, ' '));

describe('the mail of an alert', () => {
  test('tells in plain words what was not met, and where the device was last seen', async () => {
    const content = alertContent(props());
    expect(content).toMatchObject({ subject: "Mia's phone had not arrived at School by 08:15", notice: null });
    for (const body of await bodies(content)) {
      expect(body).toContain('07:52 (23 min ago), 1.2 km from School');
      expect(body).toContain('School mornings');
      expect(body).toContain('52.53170, 13.40500');
      expect(body).toContain('https://fence.example.org/map?device=3&geofence=zone-1');
      expect(body).toContain('https://fence.example.org/admin/geofences/expectations');
    }
  });

  test.each([
    ['overstay' as const, null, "Mia's phone was still at School at 08:15", "Mia's phone war um 08:15 noch in „School“"],
    [
      'left_early' as const,
      '17:00',
      "Mia's phone left School at 08:15, before 17:00",
      "Mia's phone hat „School“ um 08:15 verlassen, vor 17:00",
    ],
    ['not_inside' as const, null, "Mia's phone was not at School at 08:15", "Mia's phone war um 08:15 nicht in „School“"],
  ])('%s, in English and in German', (kind, end, english, german) => {
    expect(alertContent(props({ expectation: expectation(kind, end) })).subject).toBe(english);
    const reader = { language: 'de' as const, time_zone: 'Europe/Berlin' };
    expect(alertContent(props({ expectation: expectation(kind, end), reader })).subject).toBe(german);
  });

  test('within the zone, the last place is the zone', () => {
    const last_place = { latitude: 52.52, longitude: 13.405, accuracy: null, occurred_at: DUE };
    expect(mailText(alertContent(props({ last_place })))).toContain('08:15 (5 s ago), at School');
  });

  test('of a group, the distance is that to the nearest of its zones', () => {
    const group = { ...school, name: 'Campus', shape_type: 'group' as const, center_latitude: null, radius_meters: null };
    const members = [circle(52.6, 13.405, 100), circle(52.5317, 13.405, 100)];
    expect(mailText(alertContent(props({ geofence: group, members })))).toContain('at Campus');
    expect(mailText(alertContent(props({ geofence: group })))).toContain('52.53170, 13.40500');
  });

  test('says when nothing was heard for an hour, or ever', () => {
    const silent = (minutes: number) =>
      alertContent(
        props({ last_place: { latitude: 52.5317, longitude: 13.405, accuracy: 12, occurred_at: DUE - minutes * MINUTE } }),
      );
    expect(silent(59).notice).toBeNull();
    expect(silent(135).notice).toMatch(/^Nothing has been heard from Mia's phone since 06:00/);
    expect(silent(24 * 60).notice).toContain('14 January 2026, 08:15');
    const never = alertContent(props({ last_place: null }));
    expect(never.notice).toBe("Mia's phone has never reported where it is.");
    expect(mailText(never)).toMatch(/Last seen: +never/);
  });

  test('that goes out a day later names the day', () => {
    expect(alertContent(props({ sentAt: DUE + 86_400_000 })).subject).toContain('by 15 January 2026, 08:15');
  });
});
