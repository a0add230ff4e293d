import { render } from 'react-email';
import { MailPage, mailText, messageContent } from '@/emails';
import type { ToldItem, ToldMessage } from '@/emails/told';
import { AT, told, toldDevice, toldEvent } from '../support/told';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const frame = (sentAt = AT + 5_000) => ({ publicUrl: 'https://fence.example.org', links: null, sentAt });
const ben = { id: 4, name: "Ben's phone" };
const school = { id: 'zone-2', name: 'School', color: '#e8590c' };

const mailOf = (items: ToldItem[], changes: Partial<ToldMessage> = {}, sentAt?: number) =>
  messageContent(told(items, changes), frame(sentAt));
const held = (reason: string | null, at = AT, attempts = 1) =>
  toldEvent({ event: { occurred_at: at }, delivery: { reason, attempts, created_at: at } });
const html = (content: ReturnType<typeof mailOf>) => render(<MailPage content={content} />);

describe('a mail about several matters', () => {
  test('names the devices, groups by device, and tells kind, zone, time and stay of each', async () => {
    const content = mailOf([
      toldEvent(),
      toldEvent({ device: ben, zone: school, event: { event_type: 'exit', stay_seconds: 18_720, occurred_at: AT + 3 * MINUTE } }),
      toldDevice(ben, AT + 4 * MINUTE),
    ]);
    expect(content.subject).toBe("3 messages: Anna's phone, Ben's phone");
    expect(content.lead).toBe('Thursday, 15 January 2026, 14:02–14:06');
    const text = mailText(content);
    expect(text).toContain("Anna's phone\n  14:02 Arrived · Home\n");
    expect(text).toContain("Ben's phone\n  14:05 Left · School (5 h 12 min)\n  14:06 Battery low (14 %)\n");
    const page = await html(content);
    for (const word of ['Arrived', 'Left', 'School', '5 h 12 min', 'Battery low', '#2f9e44', '#e8590c', 'Ben&#x27;s phone']) {
      expect(page).toContain(word);
    }
  });

  test('has a link beside each event that calls this one a false alarm, in HTML and text', async () => {
    const links = {
      pauses: [],
      false_alarms: new Map([
        [1, 'https://fence.example.org/n/one'],
        [2, 'https://fence.example.org/n/two'],
      ]),
      settings: 'https://fence.example.org/notifications/settings',
      unsubscribe: 'https://fence.example.org/n/un',
    };
    const items = [toldEvent({ event: { id: 1 } }), toldEvent({ event: { id: 2, event_type: 'exit' } }), toldDevice()];
    const content = messageContent(told(items), { ...frame(), links });
    expect(mailText(content)).toContain('  14:02 Arrived\n    False alarm? https://fence.example.org/n/one\n');
    expect(mailText(content)).not.toContain('This was a false alarm');
    const page = await html(content);
    expect(page.match(/href="[^"]+\/n\/(one|two)"/g)).toHaveLength(2);
    const german = messageContent(told(items, { recipient: { ...told([]).recipient, language: 'de' } }), { ...frame(), links });
    expect(mailText(german)).toContain('Fehlalarm? https://fence.example.org/n/two');
  });

  test('over two days it names both', () => {
    const items = [toldEvent({ event: { occurred_at: AT - 20 * HOUR } }), toldEvent()];
    expect(mailOf(items).lead).toBe('From 14 January 2026, 18:02 to Thursday, 15 January 2026 at 14:02 CET');
  });

  test('about one device it groups by zone', () => {
    const content = mailOf([toldEvent(), toldEvent({ zone: school }), toldEvent({ event: { event_type: 'exit' } })]);
    expect(content.subject).toBe("3 events: Anna's phone");
    expect(content.groups.map(({ title, lines }) => [title, lines.length])).toEqual([
      ['Home', 2],
      ['School', 1],
    ]);
    expect(mailText(content)).toMatch(/^3 events: Anna's phone\n/);
  });

  test('zones or devices of the same name stay apart', () => {
    const content = mailOf([toldEvent(), toldEvent({ zone: { ...school, name: 'Home' } })]);
    expect(content.groups.map(({ title }) => title)).toEqual(['Home', 'Home']);
  });

  test('stands in the order in which it happened, not in that of the recording', () => {
    const late = toldEvent({ event: { occurred_at: AT - HOUR, event_type: 'exit' } });
    const [group] = mailOf([toldEvent(), late]).groups;
    expect(group?.lines.map(({ time }) => time)).toEqual(['13:02', '14:02']);
  });

  test('in German', () => {
    const recipient = { id: 1, email: 'a@example.org', language: 'de', time_zone: 'Europe/Berlin' } as const;
    const content = mailOf([toldEvent(), toldEvent({ device: ben })], { recipient });
    expect(content.subject).toBe("2 Ereignisse: Anna's phone, Ben's phone");
    expect(mailText(content)).toContain('14:02 Angekommen · Home');
  });

  test('with many devices the subject names three', () => {
    const items = [1, 2, 3, 4].map((id) => toldEvent({ device: { id, name: `Phone ${id}` } }));
    expect(mailOf(items).subject).toBe('4 events: Phone 1, Phone 2, Phone 3, …');
  });

  test('of a thousand tells each one, the newest 50 in rows, and stays small enough to be shown whole', async () => {
    const items = Array.from({ length: 1_000 }, (_, i) =>
      toldEvent({
        device: { id: i % 3, name: `Phone ${i % 3}` },
        event: { event_type: i % 2 === 0 ? 'enter' : 'exit', stay_seconds: 61 * i, occurred_at: AT + i * 20_000 },
      }),
    );
    const content = mailOf(items, {}, AT + 6 * HOUR);
    const count = (groups: typeof content.groups) => groups.reduce((sum, { lines }) => sum + lines.length, 0);
    expect([count(content.groups), count(content.earlier)]).toEqual([50, 950]);
    expect(mailText(content).match(/^ {2}\d\d:\d\d (Arrived|Left) · Home/gm)).toHaveLength(1_000);
    const page = await html(content);
    expect(page.match(/(Arrived|Left)(<\/b>)?( |<!-- -->)*·/g)?.length).toBe(1_000);
    // What is larger is cut off by Gmail.
    expect(page.length).toBeLessThan(102_000);
  });

  test('names are text, never markup or headers', async () => {
    const evil = '<img src=x>\r\nBcc: all@example.org';
    const content = mailOf([
      toldEvent({ device: { name: evil } }),
      toldEvent({ device: { id: 5, name: 'B' }, zone: { name: evil } }),
    ]);
    expect(content.subject).not.toMatch(/[\r\n]/);
    expect(await html(content)).not.toContain('<img');
  });
});

describe('why it comes only now', () => {
  test('quiet hours stand in the subject and in the mail', () => {
    const content = mailOf([held('quiet'), held(null)]);
    expect(content.subject).toBe("While it was quiet: 2 events: Anna's phone");
    expect(content.notice).toBe('Held back during your quiet hours.');
  });

  test('a digest says since when it was collected', () => {
    expect(mailOf([held('digest', AT - 4 * MINUTE), held('digest')]).notice).toBe('Collected since 13:58, as you set it up.');
  });

  test('a maximum for the day', () => {
    expect(mailOf([held('max'), held('max')]).notice).toMatch(/maximum of messages for the day/);
  });

  test('a mail server that was down for hours: since when, by the oldest', () => {
    const items = [held('attempt 9: ECONNREFUSED', AT - 6 * HOUR, 10), held('attempt 2: ECONNREFUSED', AT - HOUR, 3)];
    expect(mailOf(items).notice).toBe('The mail server could not be reached, or did not take mails, since 08:02.');
    expect(mailOf([held('attempt 1: ECONNREFUSED', AT - MINUTE, 2), held(null)]).notice).toBeNull();
  });

  test('one matter alone says it, too', () => {
    expect(mailOf([held('quiet')]).notice).toBe('Held back during your quiet hours.');
    expect(mailOf([held(null)]).notice).toBeNull();
  });
});
