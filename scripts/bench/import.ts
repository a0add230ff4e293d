import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSource } from '@/lib/adapters/import/source';
import { emptyReport } from '@/lib/domain/import/report';
import { Importer } from '@/lib/services/importer';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteImportStore } from '@/lib/storage/sqlite/import-store';
import { makeDatabase } from './ingest-database';
import { machine } from './machine';
import { seeded } from './town';

const START = Date.UTC(2015, 0, 1);
const STEP_MS = 30_000;
const IMPORTED = 1;
const LIVE = 2;

interface Point {
  lat: number;
  lon: number;
  time: number;
}

/** How a point stands in a file of a format, what is before the first, between two and behind the last. */
const FORMATS: Record<string, { name: string; begin: string; between: string; end: string; write: (point: Point) => string }> = {
  recorder: {
    ...{ name: '2015-01.rec', begin: '', between: '', end: '' },
    write: ({ lat, lon, time }) => {
      const message = {
        _type: 'location',
        acc: 12,
        alt: 84,
        batt: 81,
        bs: 1,
        conn: 'm',
        lat,
        lon,
        m: 1,
        t: 'u',
        tid: 'xa',
        tst: time / 1000,
        vac: 2,
        vel: 4,
      };
      return `${new Date(time).toISOString().slice(0, 19)}Z\t*                 \t${JSON.stringify(message)}\n`;
    },
  },
  csv: {
    ...{ name: 'points.csv', begin: 'timestamp,latitude,longitude,accuracy,altitude,velocity,course\n', between: '', end: '' },
    write: ({ lat, lon, time }) => `${new Date(time).toISOString()},${lat},${lon},12,84,4,270\n`,
  },
  gpx: {
    ...{
      name: 'points.gpx',
      begin: '<?xml version="1.0"?>\n<gpx version="1.1"><trk><trkseg>\n',
      between: '',
      end: '</trkseg></trk></gpx>',
    },
    write: ({ lat, lon, time }) =>
      `<trkpt lat="${lat}" lon="${lon}"><ele>84</ele><time>${new Date(time).toISOString()}</time></trkpt>\n`,
  },
  google: {
    ...{ name: 'Records.json', begin: '{"locations": [', between: ', ', end: ']}' },
    write: ({ lat, lon, time }) => {
      const [latitudeE7, longitudeE7] = [Math.round(lat * 1e7), Math.round(lon * 1e7)];
      const activity = [{ activity: [{ type: 'STILL', confidence: 100 }], timestamp: new Date(time).toISOString() }];
      const record = {
        latitudeE7,
        longitudeE7,
        accuracy: 12,
        altitude: 84,
        activity,
        source: 'WIFI',
        deviceTag: 1,
        timestamp: new Date(time).toISOString(),
      };
      return JSON.stringify(record, null, 2);
    },
  },
};

async function writeFile(folder: string, format: string, points: number): Promise<string> {
  const { name, begin, between, end, write } = FORMATS[format] as (typeof FORMATS)[string];
  const file = path.join(folder, name);
  const stream = createWriteStream(file);
  const random = seeded(1);
  let text = begin;
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  for (let i = 0; i < points; i++) {
    text += (i > 0 ? between : '') + write({ lat: round(52 + random()), lon: round(13 + random()), time: START + i * STEP_MS });
    if (text.length < 1_000_000) continue;
    if (!stream.write(text)) await once(stream, 'drain');
    text = '';
  }
  stream.end(text + end);
  await once(stream, 'close');
  return file;
}

/** Phones that go on reporting meanwhile, as a process of their own. Ends with its input. */
async function besides<T>(self: string, database: string, work: () => Promise<T>): Promise<{ result: T; live: object }> {
  const child = spawn(process.execPath, [self, 'import-live', database, String(LIVE)], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const result = await work();
  child.stdin.end();
  await once(child, 'close');
  return { result, live: JSON.parse(output) };
}

/** Imports a file of that many points while a phone reports 100 times a second; one JSON line. @throws Error for a format that is not known */
export async function benchImport({ self, points, format }: { self: string; points: number; format: string }): Promise<void> {
  if (!FORMATS[format]) throw new Error(`--format is ${format}; it must be ${Object.keys(FORMATS).join(', ')}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'fencepost-import-'));
  try {
    const database = path.join(folder, 'fencepost.sqlite');
    makeDatabase(database, 2, []);
    const file = await writeFile(folder, format, points);
    const connection = openDatabase(database);
    const importer = new Importer(new SqliteImportStore(connection, Date.now), null);
    const progress = { files: 0, items: 0, report: emptyReport(), begun_at: Date.now() };
    const resolve = async () => ({ device_id: IMPORTED, name: 'd0', is_new: false });
    const begunAt = performance.now();
    const { result, live } = await besides(self, database, async () =>
      importer.run({ source: await openSource(file, null), resolve, job_id: null, progress }),
    );
    const seconds = (performance.now() - begunAt) / 1000;
    connection.close();
    const figures = {
      ...{ bench: 'import', format, points, added: result.added, megabytes: Math.round(statSync(file).size / 1e6) },
      ...{ seconds: Number(seconds.toFixed(1)), points_per_second: Math.round(points / seconds) },
      ...{ peak_memory_mb: Math.round(process.resourceUsage().maxRSS / 1024), live, ...machine() },
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
