import PostalMime from 'postal-mime';
import { render } from 'react-email';
import { type EventMailProps, eventContent, type MailContent, MailPage, mailText, testContent } from '@/emails';
import { messages } from '@/emails/messages';
import { readableOn } from '@/emails/styles';

const AT = Date.UTC(2026, 0, 15, 13, 2);
const MINUTE = 60_000;

type Changes = { [K in 'event' | 'geofence' | 'device' | 'reader']?: Partial<EventMailProps[K]> } & {
  sentAt?: number;
  is_own_zone?: boolean;
};

function props(changes: Changes = {}): EventMailProps {
  return {
    event: {
      id: 1,
      event_type: 'enter',
      latitude: 52.520008,
      longitude: 13.404954,
      accuracy: 12,
      distance_from_center: 35.4,
      stay_seconds: null,
      occurred_at: AT,
      decided_at: AT,
      received_at: AT + 4_000,
      is_pass_through: false,
      ...changes.event,
    },
    geofence: { id: 'zone-1', name: 'Home', color: '#2f9e44', ...changes.geofence },
    device: { id: 3, name: "Anna's phone", ...changes.device },
    reader: { language: 'en', time_zone: 'Europe/Berlin', ...changes.reader },
    sentAt: changes.sentAt ?? AT + 5_000,
    is_own_zone: changes.is_own_zone ?? true,
    publicUrl: 'https://fence.example.org',
    links: null,
  };
}

const html = (content: MailContent) => render(<MailPage content={content} />);
/** What a reader sees of the HTML. */
const visible = async (content: MailContent) => render(<MailPage content={content} />, { plainText: true });

describe('an enter mail', () => {
  test('tells device, zone, time, position, accuracy, distance and the way to the map, in HTML and text', async () => {
    const content = eventContent(props());
    expect(content.subject).toBe("Anna's phone arrived at Home");
    for (const body of [mailText(content), await visible(content)]) {
      const text = body.replace(/\s+/g, ' ');
      expect(text).toMatch(/anna's phone arrived at home/i);
      expect(text).toMatch(/Thursday,? 15 January 2026 at 14:02 CET/);
      expect(text).toContain('52.52001, 13.40495');
      expect(text).toContain('± 12 m');
      expect(text).toMatch(/From the centre:? 35 m/);
      expect(text).toContain('https://fence.example.org/map?device=3&geofence=zone-1');
      expect(text).not.toMatch(/stay|late/i);
    }
  });

  test('in German, with German dates, numbers and quotes', async () => {
    const content = eventContent(props({ reader: { language: 'de' }, event: { distance_from_center: 3_450 } }));
    expect(content.subject).toBe("Anna's phone hat „Home“ erreicht");
    for (const body of [mailText(content), await visible(content)]) {
      expect(body).toContain('Donnerstag, 15. Januar 2026 um 14:02 MEZ');
      expect(body).toContain('3,5 km');
      expect(body).toMatch(/Genauigkeit/);
      expect(body).not.toMatch(/Accuracy|arrived|Open the map/);
    }
  });

  test('of a zone of somebody else leads to what its reader can open, and says whose it is', () => {
    const content = eventContent(props({ is_own_zone: false }));
    expect(content.action.href).toBe('https://fence.example.org/notifications');
    expect(content.footer).toEqual({
      text: 'You get this mail because the owner of the zone “Home” lets you be told of it.',
      link: { label: 'Zones of others', href: 'https://fence.example.org/notifications/settings#zones' },
    });
    const german = eventContent(props({ is_own_zone: false, reader: { language: 'de' } }));
    expect(german.footer.text).toContain('über die Zone „Home“ einer anderen Person');
    expect(mailText(german)).not.toMatch(/\/map|\/admin/);
  });

  test('says plainly when the phone gave no accuracy', () => {
    expect(mailText(eventContent(props({ event: { accuracy: null } })))).toMatch(/Accuracy: +not reported/);
  });
});

describe('an exit mail', () => {
  const exit = { event_type: 'exit', stay_seconds: 18_720 } as const;

  test('tells the length of the stay, in the subject too', async () => {
    const content = eventContent(props({ event: exit }));
    expect(content.subject).toBe("Anna's phone left Home after 5 h 12 min");
    expect(mailText(content)).toMatch(/Length of the stay: +5 h 12 min/);
    expect(await visible(content)).toContain('5 h 12 min');
    const german = eventContent(props({ event: exit, reader: { language: 'de' } }));
    expect(german.subject).toBe("Anna's phone hat „Home“ nach 5 Std. 12 Min. verlassen");
  });

  test('without a known stay it says nothing of one', () => {
    const content = eventContent(props({ event: { event_type: 'exit', stay_seconds: null } }));
    expect(content.subject).toBe("Anna's phone left Home");
    expect(mailText(content)).not.toMatch(/stay/);
  });
});

describe('a pass-through', () => {
  test('says so, and that time and place are estimated', async () => {
    const content = eventContent(props({ event: { is_pass_through: true } }));
    expect(content).toMatchObject({ subject: "Anna's phone passed through Home", kind: 'Passed through' });
    for (const body of [mailText(content), await visible(content)]) expect(body).toContain('time and place are estimated');
    const german = eventContent(props({ event: { is_pass_through: true }, reader: { language: 'de' } }));
    expect(german.headline).toBe("Anna's phone hat „Home“ durchquert");
  });
});

describe('a late event', () => {
  test('says when it happened and when it was received', async () => {
    const content = eventContent(props({ event: { received_at: AT + 158 * MINUTE } }));
    expect(content.subject).toBe("Anna's phone arrived at Home (14:02)");
    for (const body of [mailText(content), await visible(content)]) expect(body).toContain('happened 14:02, received 16:40');
    const german = eventContent(props({ event: { received_at: AT + 158 * MINUTE }, reader: { language: 'de' } }));
    expect(mailText(german)).toContain('geschehen 14:02, empfangen 16:40');
  });

  test('that waited for the mail server has its time in the subject too', () => {
    const waited = (hours: number) => eventContent(props({ sentAt: AT + hours * 60 * MINUTE }));
    expect(waited(6)).toMatchObject({ subject: "Anna's phone arrived at Home (14:02)", notice: null });
    expect(waited(20).subject).toBe("Anna's phone arrived at Home (15 January 2026, 14:02)");
  });

  test('is one that came more than two minutes after it could be known; a confirmation makes none late', () => {
    const noticeOf = (event: Changes['event']) => eventContent(props({ event })).notice;
    expect(noticeOf({ received_at: AT + 2 * MINUTE })).toBeNull();
    expect(noticeOf({ received_at: AT + 2 * MINUTE + 1 })).not.toBeNull();
    expect(noticeOf({ decided_at: AT + 10 * MINUTE, received_at: AT + 10 * MINUTE })).toBeNull();
  });

  test('of another day names the day', () => {
    const { notice } = eventContent(props({ event: { received_at: AT + 20 * 60 * MINUTE } }));
    expect(notice).toContain('15 January 2026, 14:02, received 10:02');
  });
});

describe('the HTML', () => {
  test('knows light and dark, has a preview, the language, the zone colour, and loads nothing', async () => {
    const page = await html(eventContent(props()));
    expect(page).toContain('<html dir="ltr" lang="en">');
    expect(page).toContain('name="color-scheme" content="light dark"');
    expect(page).toContain('@media (prefers-color-scheme: dark)');
    expect(page).toContain('#2f9e44');
    expect(page).toContain('14:02 · ± 12 m · From the centre: 35 m');
    expect(page).toContain('<title>Anna&#x27;s phone arrived at Home</title>');
    expect(page).not.toMatch(/<img|<script|<link|url\(|@import/);
  });

  test('names are text, never markup', async () => {
    const page = await html(
      eventContent(props({ geofence: { name: '<img src=x onerror=alert(1)>' }, device: { name: 'a & b' } })),
    );
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x');
  });

  test('a colour that is none can not get into the styles', async () => {
    const page = await html(eventContent(props({ geofence: { color: 'red;background:url(//evil)' } })));
    expect(page).not.toContain('evil');
  });

  test('words on a zone colour are readable', () => {
    expect(readableOn('#fab005')).toBe('#14191c');
    expect(readableOn('#1864ab')).toBe('#ffffff');
  });
});

test('a line break in a name can not add a header', async () => {
  const { subject } = eventContent(props({ device: { name: 'x\r\nBcc: all@example.org' } }));
  expect(subject).toBe('x Bcc: all@example.org arrived at Home');
  const mail = await PostalMime.parse(`Subject: ${subject}\r\n\r\n`);
  expect(mail.bcc ?? []).toEqual([]);
});

test.each(['en', 'de'] as const)('a test mail in %s says where it came from and went to', async (language) => {
  const reader = { language, time_zone: 'Europe/Berlin' };
  const content = testContent({ recipient: 'anna@example.org', at: AT, reader, publicUrl: 'https://fence.example.org' });
  expect(content.subject).toBe(messages[language].test.subject);
  for (const body of [mailText(content), await visible(content)]) {
    expect(body).toContain('anna@example.org');
    expect(body).toContain('https://fence.example.org');
    expect(body).toContain('14:02');
  }
});

/** Nothing but placeholders. */
const TEMPLATES_ALIKE = [
  ...['enter.body', 'exit.subject', 'exit.body', 'dwell.subject', 'dwell.body'],
  ...['alert.subject', 'alert.body', 'device.subject', 'device.body'],
].map((key) => `.templates.${key}`);

test('both languages say everything, and not the same', () => {
  const flatten = (value: unknown, at: string): [string, string][] => {
    if (typeof value === 'function') return [[at, value('A', 'B', 'C')]];
    if (typeof value === 'string') return [[at, value]];
    return Object.entries(value as object).flatMap(([key, part]) => flatten(part, `${at}.${key}`));
  };
  const english = new Map(flatten(messages.en, ''));
  const german = new Map(flatten(messages.de, ''));
  expect([...german.keys()]).toEqual([...english.keys()]);
  const same = [...english].filter(([key, words]) => german.get(key) === words).map(([key]) => key);
  expect(same).toEqual(['.position', ...TEMPLATES_ALIKE, '.test.kind']);
});
