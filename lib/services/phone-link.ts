import type { DeviceIdentity } from '@/lib/storage/ports';

/** What is to be said to a phone. */
export interface PhoneMessage {
  topic: string;
  payload: Buffer;
  /** Marks it as the last known word on the topic, such as a friend's last place. */
  retain?: boolean;
}

export type SubscribedListener = (device: DeviceIdentity, filters: string[]) => void;

/** A way to phones that are connected now. */
export interface PhoneLink {
  /** Whether what is sent may wait somewhere for a phone that is away (external broker). */
  readonly keepsForAbsent: boolean;
  /**
   * Whether the device has a connection that reads `topic`, or any topic when none is given. Of an external broker only the
   * connection to it is known.
   */
  isReachable(deviceId: number, topic?: string): boolean;
  /**
   * Says it with QoS 1 to the connections of this device that read the topic (embedded broker), or publishes it (external
   * broker). Resolves when the phone, or the external broker, has acknowledged.
   * @throws Error when no connection reads the topic, when it ends, or when nothing was acknowledged within 30 s
   */
  send(deviceId: number, message: PhoneMessage): Promise<void>;
  /** A phone has subscribed, or has come back to subscriptions that were kept for it: it wants to be told what there is. */
  onSubscribed(listener: SubscribedListener): void;
}
