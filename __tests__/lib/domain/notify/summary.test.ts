import { type SummedUp, summaryOf } from '@/lib/domain/notify/summary';

const row = (channel: SummedUp['channel'], state: SummedUp['state'], reason: string | null = null): SummedUp => ({
  channel,
  state,
  reason,
});
const status = (...rows: SummedUp[]) => {
  const { notification_status, notification_reason } = summaryOf(rows);
  return [notification_status, notification_reason];
};

describe('summaryOf', () => {
  test('what only the notification centre tells has no status', () => {
    expect(status()).toEqual(['none', null]);
    expect(status(row('inbox', 'sent'), row('inbox', 'pending', 'waiting'))).toEqual(['none', null]);
    expect(status(row('inbox', 'sent'), row('email', 'suppressed', 'cooldown'))).toEqual(['suppressed', 'cooldown']);
  });

  test('what still runs comes before what failed, that before what went out, that before what was held back', () => {
    const [sending, pending] = [row('email', 'sending'), row('push', 'pending', 'quiet')];
    const failed = row('webhook', 'failed', '404 gone');
    const [sent, held] = [row('email', 'sent'), row('mqtt', 'suppressed', 'paused')];
    expect(status(held, sent, failed, pending, sending)).toEqual(['pending', null]);
    expect(status(held, sent, failed, pending)).toEqual(['pending', 'quiet']);
    expect(status(held, sent, failed)).toEqual(['failed', '404 gone']);
    expect(status(held, sent)).toEqual(['sent', null]);
    expect(status(held)).toEqual(['suppressed', 'paused']);
  });

  test('a way that is only tried if nobody looks does not count once another one went out', () => {
    const later = row('push', 'pending', 'escalation');
    expect(status(row('email', 'sent'), later)).toEqual(['sent', null]);
    expect(status(row('email', 'failed', 'no'), later)).toEqual(['pending', 'escalation']);
    expect(status(row('email', 'sent'), later, row('webhook', 'pending'))).toEqual(['pending', null]);
    expect(status(row('inbox', 'sent'), later)).toEqual(['pending', 'escalation']);
  });
});
