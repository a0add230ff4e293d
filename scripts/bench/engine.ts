import { spherePoint } from '@/lib/domain/geo';
import { type DeviceInput, fold, isOpen, ZoneSet, type ZoneStatus } from '@/lib/domain/geofence';
import type { Fix } from '@/lib/domain/model';
import { machine } from './machine';
import { seeded, World } from './town';

const DEVICES = 1_000;
const FIXES = 1_000_000;
/** As the worker steps, with all devices in turns: nearly every fix has to find its device anew. */
const STEP = 500;

/** What the store keeps for the fold, in memory. */
class Memory {
  private readonly devices = new Map<number, { owner_id: number; track: DeviceInput['track']; open: ZoneStatus[] }>();
  private readonly closed = new Map<string, ZoneStatus>();
  events = 0;

  take(zones: ZoneSet, fixes: readonly Fix[]): void {
    const output = fold(zones, {
      fixes,
      device: (id) => this.device(id),
      status: (device, geofence) => this.closed.get(`${device}/${geofence}`) ?? null,
    });
    for (const track of output.tracks) this.device(track.device_id).track = track;
    for (const status of output.statuses) {
      const device = this.device(status.device_id);
      device.open = device.open.filter((other) => other.geofence_id !== status.geofence_id);
      if (isOpen(status.state)) device.open.push(status);
      else this.closed.set(`${status.device_id}/${status.geofence_id}`, status);
    }
    this.events += output.events.length;
  }

  private device(id: number) {
    let device = this.devices.get(id);
    if (!device) {
      device = { owner_id: 1, track: null, open: [] };
      this.devices.set(id, device);
    }
    return device;
  }
}

/** Processor time, all threads of the process: what one core has to give, however busy the machine is otherwise. */
function coreSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Only the question which zones contain a fix: index and exact test, no state. */
function look(zones: ZoneSet, fixes: readonly Fix[]): number {
  const point = spherePoint(0, 0);
  const found: Parameters<ZoneSet['containing']>[3] = [];
  let hits = 0;
  for (const fix of fixes) {
    zones.containing(fix, spherePoint(fix.latitude, fix.longitude, point), 1, found);
    hits += found.length;
  }
  return hits;
}

function measure(zoneCount: number): Record<string, unknown> {
  const world = new World(seeded(zoneCount), zoneCount);
  const geofences = world.zones(zoneCount);
  const fixes = world.fixes(DEVICES, FIXES);
  let zones = new ZoneSet([]);
  const build = coreSeconds(() => {
    zones = new ZoneSet(geofences);
  });
  // The compiler needs to have seen the code; what it learns here is thrown away.
  look(zones, fixes.slice(0, 100_000));
  let hits = 0;
  const looking = coreSeconds(() => {
    hits = look(zones, fixes);
  });
  const warmUp = new Memory();
  for (let i = 0; i < 200_000; i += STEP) warmUp.take(zones, fixes.slice(i, i + STEP));
  const folding = coreSeconds(() => new Memory().take(zones, fixes));
  const memory = new Memory();
  const steps = Array.from({ length: FIXES / STEP }, (_, i) => fixes.slice(i * STEP, (i + 1) * STEP));
  const stepping = coreSeconds(() => {
    for (const step of steps) memory.take(zones, step);
  });
  const perSecond = (seconds: number) => Math.round(FIXES / seconds);
  return {
    bench: 'engine',
    zones: zoneCount,
    devices: DEVICES,
    fixes: FIXES,
    zones_per_fix: Number((hits / FIXES).toFixed(3)),
    events: memory.events,
    index_and_exact_test_per_core_second: perSecond(looking),
    fold_per_core_second: perSecond(folding),
    fold_in_steps_of_500_per_core_second: perSecond(stepping),
    build_ms: Math.round(build * 1000),
    ...machine(),
  };
}

/** Fixes per second on one core against few, many and very many zones in memory; one JSON line each. */
export async function benchEngine(zoneCounts: readonly number[] = [100, 10_000, 1_000_000]): Promise<void> {
  for (const zoneCount of zoneCounts) console.log(JSON.stringify(measure(zoneCount)));
}
