import { POST } from '@/app/api/geofences/test-notification/route';
import { call, type Person, testApi } from '../../support/api';
import { mailServer, reply, tcpServer } from '../../support/mail-server';
import { freePort } from '../../support/product';

const send = (as?: Person) => call(POST, { method: 'POST', path: '/api/geofences/test-notification', as });

test('sends a real mail to the address of who asks, and answers what the server said', async () => {
  const server = await mailServer();
  const { owner } = await testApi({ SMTP_URL: server.url, SMTP_FROM: 'Fencepost <fence@example.org>' });
  const { status, body } = await send(owner);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    success: true,
    smtp: {
      outcome: 'sent',
      accepted: ['otto@example.org'],
      response: expect.stringMatching(/^250 OK: kept/),
      response_code: 250,
    },
  });
  expect(server.mails).toHaveLength(1);
  expect(server.mails[0]).toMatchObject({ subject: 'Fencepost: test mail', to: [{ address: 'otto@example.org' }] });
  expect(server.mails[0]?.text).toContain('otto@example.org');
  expect(server.mails[0]?.html).toContain('<html');
  expect(body.smtp.message_id).toBe(server.mails[0]?.messageId);
});

test('an admin may, a stranger may not', async () => {
  const server = await mailServer();
  const { admin } = await testApi({ SMTP_URL: server.url });
  expect((await send(admin)).status).toBe(200);
  expect(await send()).toMatchObject({ status: 401, body: { success: false, error: { code: 'UNAUTHORIZED' } } });
  expect(server.mails).toHaveLength(1);
});

test('a refusal is told in the words of the server, as permanent', async () => {
  const server = await mailServer({ onRcptTo: (_to, _session, callback) => callback(reply(550, 'no such user')) });
  const { owner } = await testApi({ SMTP_URL: server.url });
  const { status, body } = await send(owner);
  expect(status).toBe(500);
  expect(body).toMatchObject({
    success: false,
    error: {
      code: 'INTERNAL_ERROR',
      message: expect.stringContaining('550 no such user'),
      details: { smtp: { outcome: 'permanent', response_code: 550, accepted: [] } },
    },
  });
});

test('a server that is not there is told as transient', async () => {
  const { owner } = await testApi({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` });
  const { status, body } = await send(owner);
  expect(status).toBe(500);
  expect(body.error.details.smtp).toMatchObject({ outcome: 'transient', response: expect.stringMatching(/ECONNREFUSED/) });
});

test('a server that hangs up is told too', async () => {
  const server = await tcpServer((socket) => socket.destroy());
  const { owner } = await testApi({ SMTP_URL: server.url });
  expect((await send(owner)).body.error.details.smtp).toMatchObject({ outcome: 'transient' });
});

test('without SMTP_URL it says what to set', async () => {
  const { owner } = await testApi();
  expect(await send(owner)).toMatchObject({
    status: 422,
    body: { error: { code: 'VALIDATION_ERROR', details: { SMTP_URL: expect.stringContaining('SMTP_URL') } } },
  });
});

test('five a minute for each person', async () => {
  const server = await mailServer();
  const { owner, other, time } = await testApi({ SMTP_URL: server.url });
  for (let i = 0; i < 5; i++) expect((await send(owner)).status).toBe(200);
  time.now += 20_000;
  const limited = await send(owner);
  expect(limited).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED', details: { retry_after_seconds: 40 } } } });
  expect(limited.headers.get('retry-after')).toBe('40');
  expect((await send(other)).status).toBe(200);
  time.now += 40_000;
  expect((await send(owner)).status).toBe(200);
  expect(server.mails).toHaveLength(7);
});
