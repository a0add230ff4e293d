import type { RejectedMessage } from '@/lib/domain/model';
import type { Connection } from './connection';
import type { Statement } from './driver';

/** So many of one device, lest a phone with a wrong key pushes out what was refused of the others. */
const OF_DEVICE = 200;
/** So many of no known device, which anybody with a log-in at an external broker may send. */
const OF_NOBODY = 1000;
/** So many in all, whatever the number of devices. */
const IN_ALL = 10_000;
/** The table may exceed its bounds by so many of a device, of nobody, and in all. */
const SLACK = 100;

const INSERT = 'INSERT INTO rejected_message (received_at, topic, device_id, reason, excerpt) VALUES (?, ?, ?, ?, ?)';
const TRIM_SENDER = `
  DELETE FROM rejected_message WHERE device_id IS ? AND id <=
    (SELECT id FROM rejected_message WHERE device_id IS ? ORDER BY id DESC LIMIT 1 OFFSET ?)`;
const TRIM_ALL = `
  DELETE FROM rejected_message WHERE id <= (SELECT id FROM rejected_message ORDER BY id DESC LIMIT 1 OFFSET ${IN_ALL})`;

/** Keeps the newest of what was refused, of each device and of nobody's. The index of the device serves the trimming. */
export class RejectedWriter {
  private readonly insert: Statement;
  private readonly trimSender: Statement;
  private readonly trimAll: Statement;
  /** Rows since the last trimming, of each device (null: of nobody); the first one after a start trims. */
  private readonly added = new Map<number | null, number>();
  private addedInAll = SLACK;
  private readonly overfull = new Set<number | null>();

  constructor(connection: Connection) {
    this.insert = connection.prepare(INSERT);
    this.trimSender = connection.prepare(TRIM_SENDER);
    this.trimAll = connection.prepare(TRIM_ALL);
  }

  /** @throws Error of the database, for a device that does not exist, too */
  store({ received_at, topic, device_id, reason, excerpt }: Omit<RejectedMessage, 'id'>): void {
    this.insert.run(received_at, topic, device_id, reason, excerpt);
    const added = (this.added.get(device_id) ?? SLACK) + 1;
    this.added.set(device_id, added);
    if (added > SLACK) this.overfull.add(device_id);
    this.addedInAll += 1;
  }

  /** At the end of a transaction that stored some. */
  trim(): void {
    for (const sender of this.overfull) {
      this.trimSender.run(sender, sender, sender === null ? OF_NOBODY : OF_DEVICE);
      this.added.set(sender, 0);
    }
    this.overfull.clear();
    if (this.addedInAll <= SLACK) return;
    this.trimAll.run();
    this.addedInAll = 0;
  }
}
