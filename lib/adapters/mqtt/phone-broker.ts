import { Aedes, type AedesOptions, type Client } from 'aedes';

type Packet = Parameters<Aedes['publish']>[0];
type Callback = (error?: Error) => void;

/**
 * Aedes that keeps nothing of what phones publish: it is in the database by then. A message is only handed on to connections
 * that are there now, without a queue for absent ones and without retained copies, so memory does not grow with traffic.
 */
export class PhoneBroker extends Aedes {
  constructor(
    options: AedesOptions,
    /** Whether somebody who is connected may want this message of this client. */
    private readonly isWanted: (client: Client, topic: string) => boolean,
  ) {
    super(options);
  }

  /** Aedes passes the publishing client for a phone's message, and none for its own notices. */
  override publish(packet: Packet, clientOrDone?: Client | Callback | null, maybeDone?: Callback): void {
    const done = (typeof clientOrDone === 'function' ? clientOrDone : maybeDone) ?? (() => {});
    const client = typeof clientOrDone === 'function' ? null : clientOrDone;
    if (!client) super.publish(packet, done);
    else if (this.isWanted(client, packet.topic)) this.handOn({ ...packet, qos: 0, retain: false }, client, done);
    else done();
  }

  private handOn(packet: Packet, client: Client, done: Callback): void {
    // The published type leaves out the client, which Aedes itself passes.
    const publish = super.publish as unknown as (packet: Packet, client: Client, done: Callback) => void;
    publish.call(this, packet, client, done);
  }
}
