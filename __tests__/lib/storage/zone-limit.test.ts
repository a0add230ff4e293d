import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { testDatabase } from '@/__tests__/support/database';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { circle, NOW } from './contract/fixture';

const PROCESSES = 4;
const TRIES_EACH = 5;
const LIMIT = 5;

/** What each process does: waits for the common moment, then tries as fast as it can. */
const SOURCE = `
  import { Connection } from '@/lib/storage/sqlite/connection';
  import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
  const [file, startAt, fields] = process.argv.slice(-3);
  const store = new SqliteGeofenceStore(new Connection(file));
  while (Date.now() < Number(startAt)) {}
  Promise.all(
    Array.from({ length: ${TRIES_EACH} }, () => store.create(JSON.parse(fields), ${LIMIT}, ${NOW}, () => [])),
  ).then((answers) => console.log(JSON.stringify(answers.map((answer) => (typeof answer === 'string' ? answer : 'created')))));
`;

const root = path.resolve(__dirname, '../../..');

function bundle(folder: string): string {
  const outfile = path.join(folder, 'create-zones.cjs');
  buildSync({
    stdin: { contents: SOURCE, resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    alias: { '@': root },
  });
  return outfile;
}

function run(script: string, args: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_PATH: path.join(root, 'node_modules') };
    const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`exit code ${code}`))));
  });
}

test('several processes that create zones at the same moment cannot pass the limit together', async () => {
  const connection = testDatabase();
  const fields = {
    email: 'otto@example.org',
    name: 'Otto',
    handle: 'otto',
    role: 'user',
    language: 'en',
    time_zone: 'UTC',
  } as const;
  const owner = await new SqliteUserStore(connection).create({ ...fields, password_hash: 'x' }, NOW);
  const file = connection.raw.name;
  const script = bundle(path.dirname(file));
  const args = [file, String(Date.now() + 1_000), JSON.stringify(circle(owner!.id))];

  const answers = (await Promise.all(Array.from({ length: PROCESSES }, () => run(script, args)))).flat();

  expect(answers).toHaveLength(PROCESSES * TRIES_EACH);
  expect(answers.filter((answer) => answer === 'created')).toHaveLength(LIMIT);
  expect(answers.filter((answer) => answer === 'limit_reached')).toHaveLength(PROCESSES * TRIES_EACH - LIMIT);
  expect(await new SqliteGeofenceStore(connection).countOf(owner!.id)).toBe(LIMIT);
}, 20_000);
