import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchBacktest } from './bench/backtest';
import { benchEngine } from './bench/engine';
import { benchImport } from './bench/import';
import { serveLive } from './bench/import-live';
import { benchIngest } from './bench/ingest';
import { type ServerSettings, serveIngest } from './bench/ingest-server';
import { benchMails } from './bench/mails';
import { benchPub } from './bench/pub';
import { servePub } from './bench/pub-server';
import { benchSilence } from './bench/silence';
import { benchTruth } from './bench/truth';

const USAGE = `Usage: npm run bench -- ingest [--broker mqtt://…] [--messages 300000] [--devices 1000] [--zones 10000]
                               [--window 20] [--rate 1000] [--seconds 20] [--max-batch N] [--max-delay MS] [--cpu-profile FOLDER]
                               [--publish]
       npm run bench -- engine [--zones 10000]
       npm run bench -- backtest [--fixes 50000]
       npm run bench -- import [--points 1000000] [--format recorder|csv|gpx|google]
       npm run bench -- mails [--events 10000] [--people 20] [--server-ms 50]
       npm run bench -- pub [--connections 64] [--friends 4] [--seconds 20]
       npm run bench -- silence [--devices 20] [--weeks 8] [--seed 2]
       npm run bench -- truth [--lives 8] [--seed 2] [--noise usual|fast|slow|heavy|strong|mild] [--scenario part of its name]`;

const self = fileURLToPath(import.meta.url);

/** @throws Error naming the option that is not a whole number above 0 */
function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} is ${text}; it must be a whole number above 0`);
  return number;
}

const options = {
  broker: { type: 'string' },
  messages: { type: 'string', default: '300000' },
  devices: { type: 'string' },
  weeks: { type: 'string', default: '8' },
  zones: { type: 'string' },
  window: { type: 'string', default: '20' },
  rate: { type: 'string', default: '1000' },
  seconds: { type: 'string', default: '20' },
  events: { type: 'string', default: '10000' },
  people: { type: 'string', default: '20' },
  'server-ms': { type: 'string', default: '50' },
  fixes: { type: 'string', default: '50000' },
  points: { type: 'string', default: '1000000' },
  format: { type: 'string', default: 'recorder' },
  friends: { type: 'string' },
  connections: { type: 'string', default: '64' },
  'max-batch': { type: 'string' },
  'max-delay': { type: 'string' },
  'cpu-profile': { type: 'string' },
  publish: { type: 'boolean', default: false },
  lives: { type: 'string', default: '8' },
  seed: { type: 'string', default: '2' },
  noise: { type: 'string', default: 'usual' },
  scenario: { type: 'string' },
} as const;

async function main(): Promise<void> {
  const [what, ...rest] = process.argv.slice(2);
  // Started by the benchmark itself, as the process under test.
  if (what === 'ingest-server') return serveIngest(JSON.parse(rest[0] ?? '{}') as ServerSettings);
  if (what === 'import-live') return serveLive(rest[0] ?? '', Number(rest[1]));
  if (what === 'pub-server') return servePub(rest[0] ?? '');
  const { values } = parseArgs({ args: rest, options });
  const zones = values.zones === undefined ? null : whole('zones', values.zones);
  if (what === 'engine') return benchEngine(zones === null ? undefined : [zones]);
  if (what === 'backtest') return benchBacktest(whole('fixes', values.fixes));
  if (what === 'import') return benchImport({ self, points: whole('points', values.points), format: values.format });
  if (what === 'mails') {
    const serverMs = whole('server-ms', values['server-ms']);
    return benchMails({ events: whole('events', values.events), people: whole('people', values.people), serverMs });
  }
  if (what === 'truth') {
    const { noise, scenario = null } = values;
    return benchTruth({ lives: whole('lives', values.lives), seed: whole('seed', values.seed), noise, scenario });
  }
  if (what === 'silence') {
    const { devices = '20', weeks, seed } = values;
    return benchSilence({ devices: whole('devices', devices), weeks: whole('weeks', weeks), seed: whole('seed', seed) });
  }
  const seconds = whole('seconds', values.seconds);
  if (what === 'pub') {
    const friends = values.friends === undefined ? 0 : whole('friends', values.friends);
    return benchPub({ self, connections: whole('connections', values.connections), friends, seconds });
  }
  if (what !== 'ingest') throw new Error(USAGE);
  await benchIngest({
    self,
    broker: values.broker ?? null,
    publish: values.publish,
    messages: whole('messages', values.messages),
    devices: whole('devices', values.devices ?? '1000'),
    zones: zones ?? 10_000,
    window: whole('window', values.window),
    rate: whole('rate', values.rate),
    seconds,
    commit: {
      ...(values['max-batch'] && { maxBatch: whole('max-batch', values['max-batch']) }),
      ...(values['max-delay'] && { maxDelayMs: whole('max-delay', values['max-delay']) }),
    },
    cpuProfile: values['cpu-profile'] ?? null,
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
