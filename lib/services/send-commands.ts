import type { DeviceCommand } from '@/lib/domain/model';
import { ANSWERED_ACTIONS } from '@/lib/domain/owntracks/commands';
import type { CommandStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import { ANSWER_WITHIN_MS } from './commands';
import type { DeviceDirectory } from './device-directory';
import { encryptFor } from './encrypt-for';
import type { PhoneLink } from './phone-link';

export interface CommandSenderOptions {
  /** How often to look for new commands and for answers; a phone that subscribes is served at once. */
  pollMs?: number;
  /** How long a claim holds; a command of a worker that died is sent again after it. Longer than a sending takes. */
  leaseMs?: number;
  /** After a sending that failed the device rests for so long, unless it subscribes anew. */
  restMs?: number;
  onError?: (error: unknown) => void;
}

export interface CommandSenderState {
  /** Since the process began. */
  sent: number;
  answered: number;
  expired: number;
  last_error: string | null;
}

/**
 * Sends what waits for phones that are connected, one command after the other for each phone, and notes what came back. A command
 * counts as sent once the phone acknowledged it; what a crash left on its way is sent again, which does no harm.
 */
export class CommandSender {
  private readonly options: Required<CommandSenderOptions>;
  private readonly sending = new Map<number, Promise<void>>();
  private readonly restingUntil = new Map<number, number>();
  private readonly counters = { sent: 0, answered: 0, expired: 0 };
  private revision: number | null = null;
  /** Whether commands wait or are without their answer; while none are, only the revision is looked at. */
  private isOpen = true;
  private timer: NodeJS.Timeout | null = null;
  private lastError: string | null = null;

  constructor(
    private readonly store: CommandStore,
    private readonly link: PhoneLink,
    private readonly directory: DeviceDirectory,
    private readonly clock: Clock,
    options: CommandSenderOptions = {},
  ) {
    this.options = { pollMs: 500, leaseMs: 45_000, restMs: 30_000, onError: () => {}, ...options };
    link.onSubscribed(({ id }) => {
      if (this.timer) this.serve(id);
    });
  }

  /** Nobody else sends by MQTT, so what is claimed now was left on its way by a process that died. */
  start(): void {
    this.store.releaseAll();
    this.timer ??= setInterval(() => this.look(), this.options.pollMs);
  }

  /** Waits for what is under way until the broker, which is stopped first, has ended it. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await Promise.all(this.sending.values());
  }

  /** Sends all that can be sent now and notes answers; for tests and for those who know that something waits. */
  async runOnce(): Promise<void> {
    this.work();
    await Promise.all(this.sending.values());
  }

  state(): CommandSenderState {
    return { ...this.counters, last_error: this.lastError };
  }

  private look(): void {
    try {
      const revision = this.store.revision();
      if (revision === this.revision && !this.isOpen) return;
      this.revision = revision;
      this.work();
    } catch (error) {
      this.failed(error);
    }
  }

  private work(): void {
    const now = this.clock();
    this.counters.expired += this.store.expire(ANSWERED_ACTIONS, now);
    const { answered, open } = this.store.settle(ANSWERED_ACTIONS, now);
    this.counters.answered += answered;
    const waiting = this.store.waitingDevices(now);
    this.isOpen = open + waiting.length + this.sending.size > 0;
    for (const id of waiting) if ((this.restingUntil.get(id) ?? 0) <= now) this.begin(id);
  }

  /** A phone is there now. */
  private serve(deviceId: number): void {
    this.restingUntil.delete(deviceId);
    this.isOpen = true;
    this.begin(deviceId);
  }

  private begin(deviceId: number): void {
    if (this.sending.has(deviceId)) return;
    const work = this.sendAll(deviceId)
      .catch((error) => this.failed(error))
      .finally(() => this.sending.delete(deviceId));
    this.sending.set(deviceId, work);
  }

  private async sendAll(deviceId: number): Promise<void> {
    this.directory.refreshIfChanged();
    const device = this.directory.ofId(deviceId);
    if (!device) return;
    const topic = `${this.directory.topicOf(device)}/cmd`;
    if (!this.link.isReachable(deviceId, topic) || (this.link.keepsForAbsent && this.store.isHttpPhone(deviceId))) return;
    for (;;) {
      const now = this.clock();
      const command = this.store.claim(deviceId, now, now + this.options.leaseMs);
      if (!command) return;
      const payload = Buffer.from(JSON.stringify(encryptFor(device, command.payload ?? {})));
      if (!(await this.send(command, { topic, payload }, now))) return;
    }
  }

  private async send(
    { id, device_id }: DeviceCommand,
    message: { topic: string; payload: Buffer },
    at: number,
  ): Promise<boolean> {
    try {
      await this.link.send(device_id, message);
    } catch {
      // The phone is away after all: it is served when it comes back.
      this.restingUntil.set(device_id, this.clock() + this.options.restMs);
      this.store.release(id);
      return false;
    }
    this.store.sent(id, at, at + ANSWER_WITHIN_MS);
    this.counters.sent += 1;
    return true;
  }

  private failed(error: unknown): void {
    this.lastError = (error as Error).message;
    this.options.onError(error);
  }
}
