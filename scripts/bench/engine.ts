import { spherePoint } from '@/lib/domain/geo';
import { type Zone, ZoneSet } from '@/lib/domain/geofence';
import type { Fix } from '@/lib/domain/model';
import { foldAll, MemoryEngine } from './engine-memory';
import { benchRewind } from './engine-rewind';
import { benchStore } from './engine-store';
import { machine } from './machine';
import { seeded, World } from './town';

const DEVICES = 1_000;
const FIXES = 1_000_000;
/** As the worker steps, with all devices in turns: nearly every fix has to find its device anew. */
const STEP = 500;

/** Processor time, all threads of the process: what one core has to give, however busy the machine is otherwise. */
export function coreSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Only the question which zones contain a fix: index and exact test, no state. */
function look(zones: ZoneSet, fixes: readonly Fix[]): number {
  const point = spherePoint(0, 0);
  const found: Zone[] = [];
  let hits = 0;
  for (const fix of fixes) {
    zones.containing({ id: fix.device_id, owner_id: 1 }, spherePoint(fix.latitude, fix.longitude, point), found);
    hits += found.length;
  }
  return hits;
}

function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

function measure(zoneCount: number): Record<string, unknown> {
  const world = new World(seeded(zoneCount), zoneCount);
  const geofences = world.zones(zoneCount);
  const fixes = world.fixes(DEVICES, FIXES);
  const heapBefore = heapMegabytes();
  let zones = new ZoneSet([]);
  const build = coreSeconds(() => {
    zones = new ZoneSet(geofences);
  });
  const heap = heapMegabytes() - heapBefore;
  // The compiler needs to have seen the code; what it learns here is thrown away.
  look(zones, fixes.slice(0, 100_000));
  let hits = 0;
  const looking = coreSeconds(() => {
    hits = look(zones, fixes);
  });
  foldAll(zones, fixes.slice(0, 200_000));
  const folding = coreSeconds(() => foldAll(zones, fixes));
  const steps = Array.from({ length: FIXES / STEP }, (_, i) => fixes.slice(i * STEP, (i + 1) * STEP));
  const warmUp = new MemoryEngine(zones);
  for (const step of steps.slice(0, 400)) warmUp.step(step);
  const memory = new MemoryEngine(zones);
  const stepping = coreSeconds(() => {
    for (const step of steps) memory.step(step);
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
    // Exact only with --expose-gc.
    zone_set_heap_megabytes: Number(heap.toFixed(1)),
    ...machine(),
  };
}

/** Fixes per second on one core against few, many and very many zones, in memory and with all writes; rewinds. One JSON line each. */
export async function benchEngine(zoneCounts: readonly number[] = [100, 10_000, 1_000_000]): Promise<void> {
  const tell = (figures: Record<string, unknown>) => console.log(JSON.stringify({ ...figures, ...machine() }));
  for (const zoneCount of zoneCounts) tell(measure(zoneCount));
  for (const figures of benchStore()) tell(figures);
  for (const figures of benchRewind()) tell(figures);
}
