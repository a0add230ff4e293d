import type { User } from '@/lib/domain/model';
import { eventTopic, type PublishNames, testTopic } from '@/lib/domain/notify/home-assistant-topics';
import { type Clock, systemClock } from '@/lib/services/clock';
import type { Channel, SendResult } from '@/lib/services/mailer';
import { matterJson } from '@/lib/services/matter-json';
import type { Publication } from '@/lib/services/mqtt-publish-link';
import type { ClaimedItem, ClaimedMessage, DeviceIdentity } from '@/lib/storage/ports';

export interface MqttChannelOptions {
  publicUrl: string;
  publisher: {
    /** Null: there is nothing to publish with, for now or (`isOff`) because an admin wants it so. */
    names: PublishNames | null;
    isOff: boolean;
    /** Why nothing can be published. */
    trouble: string;
    publish(publication: Publication): Promise<string>;
  };
  /** Whose device it is, and what it is called in topics. */
  directory: { ofId(id: number): DeviceIdentity | null };
  clock?: Clock;
}

/** Tells programs by messages that are not retained, below the topics of the person who chose it. */
export class MqttChannel implements Channel {
  private readonly clock: Clock;

  constructor(private readonly options: MqttChannelOptions) {
    this.clock = options.clock ?? systemClock;
  }

  async deliver(message: ClaimedMessage, signal: AbortSignal): Promise<SendResult> {
    const { publisher } = this.options;
    if (publisher.isOff) return { outcome: 'permanent', response: 'publishing over MQTT is switched off' };
    // As when the worker starts or stops.
    if (!publisher.names) return { outcome: 'transient', response: publisher.trouble };
    const publications = await this.publicationsOf(message, publisher.names);
    try {
      const taken: string[] = [];
      for (const publication of publications) taken.push(await unless(signal, publisher.publish(publication)));
      return { outcome: 'sent', response: taken.join('; ') };
    } catch (error) {
      return { outcome: 'transient', response: (error as Error).message };
    }
  }

  /** Each matter by itself: programs want no summaries. */
  private async publicationsOf(message: ClaimedMessage, names: PublishNames): Promise<Publication[]> {
    // Loaded with the first message, as every channel does.
    const [{ shortContent }, { LATE_MS }] = await Promise.all([import('@/emails/short'), import('@/emails/content')]);
    const options = { publicUrl: this.options.publicUrl, links: null, sentAt: this.clock() };
    return message.items.map((item) => ({
      topic: this.topicOf(item, message.recipient, names),
      payload: matterJson(item, shortContent({ ...message, items: [item] }, options), LATE_MS),
      retain: false,
    }));
  }

  private topicOf(item: ClaimedItem, { id: recipient_id, handle }: User, names: PublishNames): string {
    if (item.kind === 'test') return testTopic(names, handle);
    const { id, user_id, device } = item.device;
    const owner = user_id === recipient_id ? handle : (this.options.directory.ofId(id)?.handle ?? String(user_id));
    return eventTopic(names, handle, { handle: owner, device });
  }
}

/** @throws Error when it is cut off before */
function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cutOff = () => reject(new Error('the broker did not acknowledge in time'));
    if (signal.aborted) cutOff();
    signal.addEventListener('abort', cutOff, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cutOff));
  });
}
