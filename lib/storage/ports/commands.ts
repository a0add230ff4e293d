import type { CommandAction, DeviceCommand, DeviceReport, Location } from '@/lib/domain/model';

export type NewCommand = Pick<DeviceCommand, 'device_id' | 'user_id' | 'action' | 'payload' | 'created_at' | 'expires_at'>;

/** How a phone is told things, and signs of the app that it runs. */
export interface PhoneSigns {
  /** Its regions follow its owner's zones. */
  keeps_zones: boolean;
  /** Its last post in HTTP mode. */
  last_post_at: number | null;
  user_agent: string | null;
  /** Its last status report. */
  status: DeviceReport['payload'] | null;
  /** Its newest fix. */
  fix: Pick<Location, 'extra' | 'pressure'> | null;
}

/** Commands to phones. Synchronous where broker and HTTP mode ask. */
export interface CommandStore {
  /**
   * Queues a command behind those that wait. With `coalesce` one of the same action that waits already is answered instead.
   * @returns null when `limit` commands wait for the device already
   */
  add(command: NewCommand, options: { coalesce: boolean; limit: number }): Promise<DeviceCommand | null>;
  /** Newest first. */
  list(device_id: number, limit: number): Promise<DeviceCommand[]>;
  find(id: number): Promise<DeviceCommand | null>;
  /** Removes a command that still waits and is not on its way. @returns whether that was so */
  withdraw(id: number, now: number): Promise<boolean>;
  signs(device_id: number): PhoneSigns;
  /** Another number after each new command. */
  revision(): number;
  /** Devices with a command that waits and is not on its way. */
  waitingDevices(now: number): number[];
  /**
   * The oldest that waits for a device; nobody else gets it until `until`. Null: there is none, or the oldest is on its way
   * already, since they keep their order.
   */
  claim(device_id: number, now: number, until: number): DeviceCommand | null;
  /** It arrived. It may be answered until `answer_until` at least. */
  sent(id: number, sent_at: number, answer_until: number): void;
  /** It did not arrive: it waits again. */
  release(id: number): void;
  /** Nothing is on its way by MQTT any more. */
  releaseAll(): void;
  /** Whether `takeForHttp` might find something. */
  hasForHttp(device_id: number, now: number): boolean;
  /**
   * What waits for a device and is one of `actions`, oldest first; nobody else gets it until `until`. Also what an earlier reply
   * said and should be said again by now; `answered` are the actions that have an answer.
   */
  takeForHttp(
    device_id: number,
    options: {
      actions: readonly CommandAction[];
      answered: readonly CommandAction[];
      now: number;
      until: number;
    },
  ): DeviceCommand[];
  /** These have left in a reply. Without their answer, they may be said again from `repeat_at` on. */
  sentByHttp(ids: readonly number[], times: { sent_at: number; answer_until: number; repeat_at: number }): void;
  /** Of devices that are gone nothing is noted. */
  notePosts(posts: readonly { device_id: number; at: number; user_agent: string | null }[]): void;
  /** Whether the device was last heard by HTTP, so that a broker would keep its commands for nobody. */
  isHttpPhone(device_id: number): boolean;
  /** Answers those of these actions for which something came back since. @returns how many were, and how many are still open */
  settle(actions: readonly CommandAction[], now: number): { answered: number; open: number };
  /** Ends what was not sent in time, and of these actions what was not answered in time. @returns how many */
  expire(actions: readonly CommandAction[], now: number): number;
}
