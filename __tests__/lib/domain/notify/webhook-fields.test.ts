import { WEBHOOK_PRESETS } from '@/lib/domain/model';
import {
  mergeWebhook,
  problemText,
  WEBHOOK_FIELDS,
  type WebhookValues,
  webhookProblems,
} from '@/lib/domain/notify/webhook-fields';

const NTFY: WebhookValues = { settings: { url: 'https://one.example.org/a', topic: 'anna' }, secrets: { token: 'tk_1' } };

describe('the entries of a webhook', () => {
  test('what is left out stays, null and an empty text clear, a standard comes back', () => {
    expect(mergeWebhook('ntfy', {}, NTFY)).toEqual(NTFY);
    expect(mergeWebhook('ntfy', { topic: ' ben ' }, NTFY).settings.topic).toBe('ben');
    expect(mergeWebhook('ntfy', { token: '' }, NTFY).secrets).toEqual({});
    expect(mergeWebhook('ntfy', { topic: null }, NTFY).settings).toEqual({ url: NTFY.settings.url });
    expect(mergeWebhook('ntfy', { url: '' }, NTFY).settings.url).toBe('https://ntfy.sh');
  });

  test.each([
    ['https://one.example.org/b', true],
    ['https://ONE.example.org:443/', true],
    ['http://one.example.org/a', false],
    ['https://one.example.org:8443/a', false],
    ['https://two.example.org/a', false],
    ['https://one.example.org.evil.example/a', false],
  ])('a secret that is not given again stays for the same server: %s is %s', (url, isSame) => {
    expect(mergeWebhook('ntfy', { url }, NTFY).secrets).toEqual(isSame ? NTFY.secrets : {});
    expect(mergeWebhook('ntfy', { url, token: 'tk_2' }, NTFY).secrets).toEqual({ token: 'tk_2' });
  });

  test('entries of other presets are not kept', () => {
    const values = mergeWebhook('gotify', { url: 'https://x.example', token: 'abc', topic: 'a', urls: 'b://c' }, null);
    expect(values).toEqual({ settings: { url: 'https://x.example' }, secrets: { token: 'abc' } });
  });

  test.each(WEBHOOK_PRESETS)('%s: what is missing is named, and no message holds a secret', (preset) => {
    const nothing: WebhookValues = { settings: {}, secrets: {} };
    const named = Object.keys(webhookProblems(preset, nothing, null));
    const required = WEBHOOK_FIELDS[preset].filter(({ isRequired }) => isRequired).map(({ name }) => name);
    expect(named).toEqual(expect.arrayContaining(required));
    for (const { name, isSecret } of WEBHOOK_FIELDS[preset]) {
      if (!isSecret) continue;
      const values = { settings: {}, secrets: { [name]: 'geheim '.repeat(1000) } };
      for (const problem of ['too_long', 'pattern', 'missing', 'again'] as const) {
        expect(problemText(preset, name, problem, values)).not.toContain('geheim');
      }
    }
  });
});
