import { type Config, ConfigError, loadConfig } from '@/lib/config';
import { ensureAuthSecret } from '@/lib/config/auth-secret';
import { lanAddress } from '@/lib/config/lan-address';
import { systemClock } from '@/lib/services/clock';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { takeDatabase } from './supervisor/database';
import { prepareFirstRun } from './supervisor/first-run';
import { logOf } from './supervisor/log';
import { Part } from './supervisor/part';
import { preflight } from './supervisor/preflight';

/** Each part stops within 8 s; with the kill after it, all is over within the promised 10. */
const STOP_LIMIT_MS = 9_000;
const BEAT_MS = 2_000;

/** Where phones can connect, the plainest way first. */
function mqttAddresses(config: Config): string[] {
  if (config.mqttUrl) return [`${new URL(config.mqttUrl).host} (external broker)`];
  const host = config.mqttHost === '0.0.0.0' ? (lanAddress() ?? 'localhost') : config.mqttHost;
  const listeners: [string, number | null, string][] = [
    ['mqtt', config.mqttPort, ''],
    ['mqtts', config.mqttTlsPort, ''],
    ['ws', config.mqttWsPort, '/mqtt'],
    ['wss', config.mqttWssPort, '/mqtt'],
  ];
  return listeners.flatMap(([scheme, port, path]) => (port === null ? [] : [`${scheme}://${host}:${port}${path}`]));
}

function greet(config: Config, setupLink: string | null): void {
  const lines = [
    'Fencepost is running.',
    `  Web    ${config.publicUrl}`,
    `  MQTT   ${mqttAddresses(config).join('\n         ')}`,
  ];
  if (setupLink) lines.push(`  Setup  ${setupLink}`, '         (open this once to create the first admin)');
  process.stdout.write(`${lines.join('\n')}\n`);
}

const complain = logOf('supervisor');

async function main(): Promise<void> {
  // What is written (database, log, secret) is for this user alone; the parts inherit it.
  process.umask(0o077);
  const config = loadConfig();
  await preflight(config);
  ensureAuthSecret(config);
  const connection = takeDatabase(config);
  const setupLink = await prepareFirstRun(connection, config);
  const processes = new SqliteProcessStore(connection);
  const startedAt = systemClock();
  let ending = false;

  const beat = () => {
    const states = parts.map(({ name, state, pid, restarts }) => [name, { state, pid, restarts }] as const);
    try {
      processes.beat({
        name: 'supervisor',
        pid: process.pid,
        started_at: startedAt,
        beat_at: systemClock(),
        restarts: parts.reduce((sum, part) => sum + part.restarts, 0),
        state: { parts: Object.fromEntries(states) },
      });
    } catch (error) {
      // A full disk or a locked database is no reason to take the parts down.
      complain('beat', error);
    }
  };

  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    clearInterval(beating);
    await Promise.all(parts.map((part) => part.stop(STOP_LIMIT_MS)));
    beat();
    connection.close();
    process.exit(code);
  };

  let greeted = false;
  const onChange = () => {
    if (ending) return;
    beat();
    if (!greeted && parts.every((part) => part.state === 'up')) {
      greeted = true;
      greet(config, setupLink);
    }
  };

  const onEnd = (name: string, how: string, pauseMs: number) => {
    if (!ending) complain(`${name} ended ${how}; it is started again in ${pauseMs / 1000} s`);
  };

  const env = { ...process.env, FENCEPOST_SUPERVISED: '1' };
  const parts = ['worker', 'web'].map(
    (name) => new Part({ name, file: `dist/${name}.mjs`, env, onChange, onEnd, onStillborn: () => void end(1) }),
  );
  const beating = setInterval(beat, BEAT_MS);
  process.on('SIGTERM', () => void end(0));
  process.on('SIGINT', () => void end(0));
  for (const part of parts) part.start();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exit(1);
});
