import type { DeviceCommand, User } from '@/lib/domain/model';
import {
  type CommandMessage,
  type Configuration,
  commandMessage,
  isSameAgain,
  kindOf,
  knows,
  type PhoneWaypoint,
} from '@/lib/domain/owntracks/commands';
import { appOf, type Platform } from '@/lib/domain/owntracks/platform';
import { freeKeys } from '@/lib/domain/owntracks/zone-regions';
import type { CommandStore, RegionSyncStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import type { DeviceService } from './devices';
import { notFound, ServiceError } from './errors';

/** What a person wants of a phone. */
export type CommandInput =
  | { action: 'reportLocation' | 'status' | 'waypoints' | 'clearWaypoints' | 'dump' }
  | { action: 'setConfiguration'; configuration: Configuration }
  /** Regions without a `tst` get one of their own. */
  | { action: 'setWaypoints'; waypoints: (Omit<PhoneWaypoint, 'tst'> & { tst?: number })[] }
  /** Epoch milliseconds. */
  | { action: 'reportSteps'; from: number; to: number };

export interface CommandDependencies {
  store: CommandStore;
  regions: Pick<RegionSyncStore, 'takenKeys'>;
  devices: Pick<DeviceService, 'get'>;
  audit: AuditService;
  clock: Clock;
}

const LISTED = 50;
/** Commands that may wait for one phone. */
const MOST_WAITING = 50;
/** A phone that got a command at the last moment has so long to answer. */
export const ANSWER_WITHIN_MS = 15 * 60_000;

/** Remote control: what phones are told, waiting, sent and answered. Owners command their own devices, admins all. */
export class CommandService {
  constructor(private readonly the: CommandDependencies) {}

  /** Newest first, with the app that the phone runs, as far as it is known. @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async list(actor: User, device_id: number): Promise<{ commands: DeviceCommand[]; platform: Platform | null }> {
    await this.the.devices.get(actor, device_id);
    return { commands: await this.the.store.list(device_id, LISTED), platform: this.platformOf(device_id) };
  }

  /**
   * Queues a command; where the same is waiting already, that one is answered.
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED, LIMIT_REACHED, VALIDATION_ERROR for what the phone's app does not know
   */
  async request(actor: User, device_id: number, input: CommandInput): Promise<DeviceCommand> {
    const device = await this.the.devices.get(actor, device_id);
    const { action } = input;
    if (!knows(this.platformOf(device_id), action)) {
      const message = `action is ${action}; OwnTracks on Android does not know it`;
      throw new ServiceError('VALIDATION_ERROR', message, { action: message });
    }
    const command = await this.queue(device_id, actor.id, this.messageOf(device_id, input));
    await this.the.audit.record(actor, 'command', 'device', device_id, { user_id: device.user_id, action });
    return command;
  }

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED, VALIDATION_ERROR when it was sent already */
  async withdraw(actor: User, device_id: number, id: number): Promise<void> {
    await this.the.devices.get(actor, device_id);
    const command = await this.the.store.find(id);
    if (command?.device_id !== device_id) throw notFound(`command ${id}`);
    if (!(await this.the.store.withdraw(id, this.the.clock()))) {
      const message = 'the command is on its way or was sent; only one that waits can be withdrawn';
      throw new ServiceError('VALIDATION_ERROR', message, { state: message });
    }
    await this.the.audit.record(actor, 'withdraw_command', 'device', device_id, { action: command.action });
  }

  /** For Fencepost's own purposes, too. @param user_id who wants it; null: nobody in particular. @throws ServiceError LIMIT_REACHED */
  async queue(device_id: number, user_id: number | null, message: CommandMessage): Promise<DeviceCommand> {
    const { action } = message;
    const created_at = this.the.clock();
    const expires_at = created_at + kindOf(action).lifetime;
    const options = { coalesce: isSameAgain(action), limit: MOST_WAITING };
    const command = await this.the.store.add({ device_id, user_id, action, payload: message, created_at, expires_at }, options);
    if (command) return command;
    const detail = { limit: MOST_WAITING };
    throw new ServiceError('LIMIT_REACHED', `${MOST_WAITING} commands wait for this phone already; withdraw some`, detail);
  }

  private platformOf(device_id: number): Platform | null {
    return appOf(this.the.store.signs(device_id));
  }

  private messageOf(device_id: number, input: CommandInput): CommandMessage {
    switch (input.action) {
      case 'setConfiguration':
        return commandMessage.setConfiguration(input.configuration);
      case 'setWaypoints':
        return commandMessage.setWaypoints(this.keyed(device_id, input.waypoints));
      case 'reportSteps':
        return commandMessage.reportSteps(Math.floor(input.from / 1000), Math.floor(input.to / 1000));
      default:
        return commandMessage.simple(input.action);
    }
  }

  private keyed(device_id: number, waypoints: (Omit<PhoneWaypoint, 'tst'> & { tst?: number })[]): PhoneWaypoint[] {
    const taken = new Set([...this.the.regions.takenKeys(device_id), ...waypoints.flatMap(({ tst }) => tst ?? [])]);
    const keys = freeKeys(taken, Math.floor(this.the.clock() / 1000), waypoints.length);
    return waypoints.map((waypoint) => ({ ...waypoint, tst: waypoint.tst ?? (keys.shift() as number) }));
  }
}
