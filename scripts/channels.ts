import type { Channel as ChannelName } from '@/lib/domain/model';
import type { Clock } from '@/lib/services/clock';
import { DeliveryRunner, type DeliveryRunnerState } from '@/lib/services/deliver';
import type { Channel } from '@/lib/services/mailer';
import type { DeliveryStore } from '@/lib/storage/ports';

/** A way out with how many messages may be under way on it at once. */
export interface RunningChannel {
  name: ChannelName;
  channel: Channel;
  concurrency: number;
}

/** The notification centre: what had to wait for its time is there from now on. */
export const inbox: RunningChannel = {
  name: 'inbox',
  channel: { deliver: async () => ({ outcome: 'sent', response: 'shown in the notification centre' }) },
  concurrency: 4,
};

/** All channels of the worker: each with a runner of its own, so that one that hangs holds up no other. */
export class Channels {
  private readonly runners: Map<ChannelName, DeliveryRunner>;

  constructor(channels: readonly RunningChannel[], store: DeliveryStore, clock: Clock, onError: (error: unknown) => void) {
    this.runners = new Map(
      channels.map(({ name, channel, concurrency }) => [
        name,
        new DeliveryRunner(store, name, channel, clock, { concurrency, onError }),
      ]),
    );
  }

  start(): void {
    for (const runner of this.runners.values()) runner.start();
  }

  /** Looks for due deliveries now. Cheap, never throws. */
  wake(): void {
    for (const runner of this.runners.values()) runner.wake();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.runners.values()].map((runner) => runner.stop()));
  }

  /** Of all together. `detail` names each channel whose last message did not go, with the other side's words. */
  state(): Omit<DeliveryRunnerState, 'last_error'> & { detail: string | null } {
    const states = [...this.runners].map(([name, runner]) => ({ name, ...runner.state() }));
    const sum = (part: 'in_flight' | 'sent' | 'failed' | 'retried') => states.reduce((total, state) => total + state[part], 0);
    const troubles = states.flatMap(({ name, last_error }) => (last_error === null ? [] : [`${name}: ${last_error}`]));
    const lastSent = states.flatMap(({ last_sent_at }) => last_sent_at ?? []);
    return {
      state: states.every(({ state }) => state === 'up') ? 'up' : 'stopped',
      in_flight: sum('in_flight'),
      sent: sum('sent'),
      failed: sum('failed'),
      retried: sum('retried'),
      last_sent_at: lastSent.length > 0 ? Math.max(...lastSent) : null,
      detail: troubles.length > 0 ? troubles.join('; ') : null,
    };
  }
}
