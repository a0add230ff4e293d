import { SmtpMailer } from '@/lib/adapters/mail';
import { systemClock } from '@/lib/services/clock';
import { DeliveryRunner } from '@/lib/services/deliver';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';

// A worker that only delivers, in a process of its own, so that a test can kill it: node … <database> <SMTP_URL>
const [, , file = '', smtpUrl = ''] = process.argv;
const mailer = new SmtpMailer({ smtpUrl, from: 'fence@example.org', publicUrl: 'http://localhost:3000' });
new DeliveryRunner(new SqliteDeliveryStore(openDatabase(file)), 'email', mailer, systemClock).start();
