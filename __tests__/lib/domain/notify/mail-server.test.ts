import { MAIL_PRESETS, presetOf } from '@/lib/domain/notify/mail-presets';
import { hintOf, isForeignSender, type ProbeFailure, type ProbeStepName } from '@/lib/domain/notify/mail-server';

const server = { host: 'mail.example.org', port: 587, secure: false };
const failure = (fields: Partial<ProbeFailure>): ProbeFailure => ({ code: null, response_code: null, words: '', ...fields });

describe('what to do about a failure', () => {
  test.each<[ProbeStepName, Partial<ProbeFailure>, Partial<typeof server>, string]>([
    ['dns', { code: 'ENOTFOUND' }, {}, 'host_unknown'],
    ['dns', { code: 'EAI_AGAIN' }, {}, 'dns_trouble'],
    ['tcp', { code: 'ETIMEDOUT' }, { port: 25 }, 'blocked_port'],
    ['tcp', { code: 'ETIMEDOUT' }, {}, 'unreachable'],
    ['tcp', { code: 'EHOSTUNREACH' }, { port: 25 }, 'unreachable'],
    ['greeting', { code: 'ETIMEDOUT' }, { secure: true }, 'silent'],
    ['tls', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, {}, 'certificate_unknown'],
    ['tls', { code: 'EPROTO', words: 'tlsv1 alert protocol version' }, {}, 'tls_trouble'],
    ['auth', { response_code: 535, words: '535 5.7.8 not accepted' }, { host: 'smtp.gmail.com' }, 'app_password'],
    ['auth', { response_code: 534, words: '534 Application-specific password required' }, {}, 'app_password'],
    ['auth', { response_code: 538, words: '538 encryption required' }, {}, 'auth_encryption'],
    ['auth', { response_code: 454, words: '454 temporary failure' }, {}, 'later'],
    ['mail', { response_code: 530, words: '530 authentication required' }, {}, 'auth_needed'],
    ['mail', { response_code: 451, words: '451 try later' }, {}, 'later'],
    ['data', { response_code: 552, words: '552 too big' }, {}, 'too_large'],
    ['data', { response_code: 554, words: '554 SendAsDenied; not allowed to send as' }, {}, 'sender_refused'],
  ])('%s %j at %j: %s', (step, fields, at, hint) => {
    expect(hintOf(step, failure(fields), { ...server, ...at })).toBe(hint);
  });
});

describe("a sender's address", () => {
  test.each([
    ['ada@gmail.com', 'ada@gmail.com', false],
    ['ada@Example.org', 'fence@example.ORG', false],
    ['postmaster@mg.example.org', 'fence@example.org', false],
    ['ada@example.org', 'fence@alerts.example.org', false],
    ['ada@gmail.com', 'fence@example.org', true],
    ['ada@example.org', 'fence@notexample.org', true],
    ['AKIAEXAMPLE', 'fence@example.org', false],
    ['', 'fence@example.org', false],
  ])('of the account %s: %s is of another domain: %s', (user, from, isForeign) => {
    expect(isForeignSender(user, from)).toBe(isForeign);
  });
});

describe('providers', () => {
  test('are known by their server, in any case, and SES in any region', () => {
    for (const preset of MAIL_PRESETS) expect(presetOf(` ${preset.host.toUpperCase()} `)).toBe(preset);
    expect(presetOf('email-smtp.us-east-1.amazonaws.com')?.id).toBe('ses');
    expect(presetOf('mail.example.org')).toBeNull();
  });

  test('never send in the clear, and have the port of their encryption', () => {
    for (const { port, security } of MAIL_PRESETS) expect(port).toBe(security === 'tls' ? 465 : 587);
  });
});
