import { render } from 'react-email';
import { MailPage, mailText, messageContent } from '@/emails';
import { ourTemplate } from '@/emails/own-words';
import { sampleOf } from '@/emails/sample';
import { shortContent } from '@/emails/short';
import type { ToldItem } from '@/emails/told';
import { TOLD_KINDS } from '@/lib/domain/model';
import { AT, told, toldDevice, toldEvent } from '../support/told';

const HOUR = 3_600_000;
const frame = (sentAt = AT + 5_000) => ({ publicUrl: 'https://fence.example.org', links: null, sentAt });
const mailOf = (subject: string, body: string, item: ToldItem = toldEvent(), sentAt?: number) =>
  messageContent(told([item], { templates: [{ kind: 'enter', subject, body }] }), frame(sentAt));

test('a subject and a text in the person’s own words, with what is really there', () => {
  const content = mailOf('{device} → {zone}', 'At {time} on {date}, {accuracy} from {position}.\nSee {link}');
  expect(content).toMatchObject({ subject: "Anna's phone → Home", headline: "Anna's phone → Home" });
  expect(content.lead).toBe(`At 14:02 on Thursday, 15 January 2026, ± 12 m from 52.52001, 13.40495.\nSee ${content.action.href}`);
});

test('the link in it can be followed', async () => {
  const page = await render(<MailPage content={mailOf('Home', 'See {link}!')} />);
  expect(page).toMatch(/See (<!-- -->)?<a [^>]*href="https:\/\/fence\.example\.org\/map\?device=3&amp;geofence=zone-1&amp;n=/);
});

test.each((['en', 'de'] as const).flatMap((language) => TOLD_KINDS.map((kind) => [language, kind] as const)))(
  '%s, %s: our words as a template say what our mails say',
  (language, kind) => {
    const recipient = { id: 1, email: 'anna@example.org', language, time_zone: 'Europe/Berlin' };
    const item = sampleOf(kind, recipient, AT);
    const ours = messageContent(told([item], { recipient }), frame());
    const templates = [{ kind, ...ourTemplate(kind, recipient) }];
    const { subject, headline, lead } = messageContent(told([item], { recipient, templates }), frame());
    expect({ subject, headline, lead }).toEqual({ subject: ours.subject, headline: ours.headline, lead: ours.lead });
  },
);

test('an empty text leaves ours', () => {
  expect(mailOf('Home!', '').lead).toBe('Thursday, 15 January 2026 at 14:02 CET');
});

test('a text that does not say when keeps the moment as a fact', () => {
  const when = { label: 'Time', value: 'Thursday, 15 January 2026, 14:02' };
  expect(mailOf('Home!', 'She is here.').facts).toContainEqual(when);
  expect(mailOf('Home!', '{date}').facts).not.toContainEqual(when);
});

test('what is no news has its time in the subject, unless that says it', () => {
  expect(mailOf('Home!', '', toldEvent(), AT + 6 * HOUR).subject).toBe('Home! (14:02)');
  expect(mailOf('Home at {time}', '', toldEvent(), AT + 6 * HOUR).subject).toBe('Home at 14:02');
});

test('words for arrivals are not used for departures', () => {
  const exit = toldEvent({ event: { event_type: 'exit' } });
  expect(mailOf('Home!', '', exit).subject).toBe("Anna's phone left Home");
});

test('words that come out empty are not used', () => {
  expect(mailOf('{accuracy}', '', toldEvent({ event: { accuracy: null } })).subject).toBe("Anna's phone arrived at Home");
});

test('neither a template nor a name adds headers or markup', async () => {
  const evil = toldEvent({ device: { name: '<b>x</b>\r\nBcc: all@example.org' } });
  const content = mailOf('{device}\r\nX-Evil: 1', '<script>alert(1)</script>\n{device}', evil);
  expect(content.subject).not.toMatch(/[\r\n]/);
  const page = await render(<MailPage content={content} />);
  expect(page).not.toMatch(/<script|<b>x/);
  expect(page).toContain('&lt;script&gt;');
});

test('lines of the text stay lines, in HTML and in text', async () => {
  const content = mailOf('Home', 'one\ntwo');
  expect(await render(<MailPage content={content} />)).toMatch(/one<br\/>(<!-- -->)?two/);
  expect(mailText(content)).toContain('one\ntwo\n');
});

test('short messages use them, and those about several use the subject for a line', () => {
  const templates = [{ kind: 'enter' as const, subject: '{device} is home', body: 'Since {time}' }];
  expect(shortContent(told([toldEvent()], { templates }), frame())).toMatchObject({
    title: "Anna's phone is home",
    body: 'Since 14:02',
  });
  const several = told([toldEvent(), toldDevice()], { templates });
  expect(shortContent(several, frame()).lines).toEqual([
    "14:02 Anna's phone is home",
    "14:02 The battery of Anna's phone is low",
  ]);
  expect(mailText(messageContent(several, frame()))).toContain("14:02 Anna's phone is home");
});

test('device alerts know their detail and the battery', () => {
  const templates = [{ kind: 'device' as const, subject: '{device}: {battery}', body: '{detail}' }];
  const content = messageContent(told([toldDevice()], { templates }), frame());
  expect(content).toMatchObject({ subject: "Anna's phone: 14 %", lead: 'Battery: 14 %' });
});
