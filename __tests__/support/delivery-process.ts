import { SmtpMailer } from '@/lib/adapters/mail';
import { GuardedOutbound } from '@/lib/adapters/outbound';
import { WebhookChannel } from '@/lib/adapters/webhook';
import { systemClock } from '@/lib/services/clock';
import { DeliveryRunner } from '@/lib/services/deliver';
import { SecretBox } from '@/lib/services/secret-box';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';

// A worker that only delivers, in a process of its own, so that a test can kill it: node … <database> <SMTP_URL or "webhook">
const [, , file = '', way = ''] = process.argv;
const publicUrl = 'http://localhost:3000';
const { request } = new GuardedOutbound({
  policy: async () => ({ allow_private: true, allowed: ['127.0.0.1'] }),
  userAgent: 'Fencepost/test',
});
const [name, channel] =
  way === 'webhook'
    ? (['webhook', new WebhookChannel({ publicUrl, secrets: new SecretBox('a secret for tests only'), request })] as const)
    : (['email', new SmtpMailer({ smtpUrl: way, from: 'fence@example.org', publicUrl })] as const);
new DeliveryRunner(new SqliteDeliveryStore(openDatabase(file)), name, channel, systemClock).start();
