import { openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';

const PERIOD_MS = 10;

/** Stores a fix each 10 ms until the input ends, and tells how long each had to wait. */
export function serveLive(database: string, device_id: number): void {
  const connection = openDatabase(database);
  const store = new SqliteIngestStore(connection);
  const took: number[] = [];
  const nothing = { altitude: null, vertical_accuracy: null, velocity: null, course: null, battery: null, battery_status: null };
  const unsaid = { trigger: null, monitoring_mode: null, connection: null, ssid: null, bssid: null, pressure: null, tid: null };
  const more = { in_regions: null, tag: null, poi: null, created_at: null, extra: null };
  const timer = setInterval(() => {
    const now = Date.now();
    const place = { device_id, latitude: 52.5, longitude: 13.4, accuracy: 10, occurred_at: now, received_at: now };
    const begunAt = performance.now();
    const rest = { transitions: [], reports: [], rejected: [], activity: [], steps: [], sightings: [], media: [] };
    store.commit({ ...rest, locations: [{ ...place, ...nothing, ...unsaid, ...more }] });
    took.push(performance.now() - begunAt);
  }, PERIOD_MS);
  process.stdin.on('end', () => {
    clearInterval(timer);
    connection.close();
    const sorted = took.sort((a, b) => a - b);
    const at = (share: number) => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1));
    process.stdout.write(JSON.stringify({ commits: sorted.length, p50_ms: at(0.5), p99_ms: at(0.99), longest_ms: at(1) }));
  });
  process.stdin.resume();
}
