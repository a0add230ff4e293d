import { DeviceFold, GENESIS, type Snapshot, type ZoneSet } from '@/lib/domain/geofence';
import type { Fix } from '@/lib/domain/model';
import { evaluateStep } from '@/lib/services/evaluate-step';
import type { EngineDevice, EngineInput } from '@/lib/storage/ports';

const OWNER = 1;
const nothing = () => {
  throw new Error('fixes that come in order ask for nothing of the past');
};

/** What the store keeps for the engine, in memory; fixes come in order. */
export class MemoryEngine {
  private readonly devices = new Map<number, EngineDevice>();
  events = 0;

  constructor(private readonly zones: ZoneSet) {}

  step(fixes: Fix[]): void {
    const cursor = fixes.at(-1)?.id ?? 0;
    const past = { checkpointBefore: nothing, history: nothing, events: nothing, find: () => null, zonesSince: nothing };
    const input: EngineInput = {
      ...{ revision: 1, cursor, fixes, transitions: [], is_caught_up: false, due: [], replaying: [], ...past },
      device: (id) => this.device(id),
      lastNotifiedAt: () => null,
      recipientsOf: () => [],
      toldOf: () => [],
    };
    const output = evaluateStep({ zones: this.zones, input, now: 0, rewindMs: 0, budget: 0, leastSlice: 0 });
    for (const { device_id, snapshot, folded } of output.devices) Object.assign(this.device(device_id), { snapshot, folded });
    this.events += output.entries.length;
  }

  private device(id: number): EngineDevice {
    let device = this.devices.get(id);
    if (!device) {
      device = { id, owner_id: OWNER, snapshot: GENESIS, folded: 0, revision: 1, has_checkpoint: true, replay: null };
      this.devices.set(id, device);
    }
    return device;
  }
}

/** All fixes of each device in one go, the fold alone. @returns the number of events */
export function foldAll(zones: ZoneSet, fixes: readonly Fix[], start: Snapshot = GENESIS): number {
  const folds = new Map<number, DeviceFold>();
  for (const fix of fixes) {
    let fold = folds.get(fix.device_id);
    if (!fold) {
      fold = new DeviceFold(zones, { id: fix.device_id, owner_id: OWNER }, start);
      folds.set(fix.device_id, fold);
    }
    fold.take(fix);
  }
  return [...folds.values()].reduce((sum, { output }) => sum + output.events.length, 0);
}
