import type { PhoneLink, PhoneMessage } from './phone-link';

/**
 * Messages on their way to phones: on each topic one at a time, so that they keep their order, and behind it only the newest,
 * so that a phone that takes nothing costs no memory. What a phone does not take is lost; when it comes back it is told anew.
 */
export class FriendOutbox {
  private readonly waiting = new Map<string, PhoneMessage | null>();

  constructor(private readonly link: Pick<PhoneLink, 'send' | 'isReachable'>) {}

  put(device_id: number, message: PhoneMessage): void {
    if (!this.link.isReachable(device_id, message.topic)) return;
    const key = `${device_id} ${message.topic}`;
    if (this.waiting.has(key)) this.waiting.set(key, message);
    else void this.send(key, device_id, message);
  }

  /** Takes back what has not left yet on this topic and below it. */
  drop(device_id: number, topic: string): void {
    const key = `${device_id} ${topic}`;
    for (const known of this.waiting.keys()) if (known === key || known.startsWith(`${key}/`)) this.waiting.set(known, null);
  }

  clear(): void {
    for (const key of this.waiting.keys()) this.waiting.set(key, null);
  }

  private async send(key: string, device_id: number, first: PhoneMessage): Promise<void> {
    let next: PhoneMessage | null = first;
    while (next) {
      this.waiting.set(key, null);
      await this.link.send(device_id, next).catch(() => {});
      next = this.waiting.get(key) ?? null;
    }
    this.waiting.delete(key);
  }
}
