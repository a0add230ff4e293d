import { shortContent } from '@/emails/short';
import type { ToldMessage } from '@/emails/told';
import { AT, told, toldDevice, toldEvent } from '../support/told';

const frame = { publicUrl: 'https://fence.example.org', links: null, sentAt: AT + 5_000 };

test('one matter: its headline, its moment and the way to it', () => {
  expect(shortContent(told([toldEvent()]), frame)).toEqual({
    title: "Anna's phone arrived at Home",
    body: 'Thursday, 15 January 2026 at 14:02 CET',
    url: 'https://fence.example.org/map?device=3&geofence=zone-1',
    tag: 'delivery-1',
    lines: ["14:02 Anna's phone arrived at Home"],
  });
});

test('several: how many and of whom, with a line for each', () => {
  const message = told([toldEvent(), toldDevice({ name: "Ben's phone" })]);
  expect(shortContent(message, frame)).toMatchObject({
    title: "2 messages: Anna's phone, Ben's phone",
    lines: ["14:02 Anna's phone arrived at Home", "14:02 The battery of Ben's phone is low"],
  });
});

test('in the language of who gets it', () => {
  const recipient: ToldMessage['recipient'] = { id: 1, email: 'a@example.org', language: 'de', time_zone: 'Europe/Berlin' };
  expect(shortContent(told([toldEvent()], { recipient }), frame).title).toBe("Anna's phone hat „Home“ erreicht");
});

test('a test speaks of this way, not of mails', () => {
  const test = told([{ kind: 'test', delivery: { id: 1, created_at: AT, attempts: 1, reason: null } }]);
  expect(shortContent(test, frame)).toMatchObject({
    title: 'Fencepost: test',
    body: 'This way works. Messages about your zones will arrive the same way.',
    url: 'https://fence.example.org/map',
  });
});
