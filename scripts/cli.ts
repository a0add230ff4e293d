import { ConfigError } from '@/lib/config';
import { ServiceError } from '@/lib/services/errors';
import { accountCommands } from './cli/accounts';
import { backupCommands } from './cli/backup';
import { type Command, describe, readOptions, UsageError } from './cli/command';
import { importCommand } from './cli/import';
import { remoteCommands } from './cli/remote';
import { shareCommands } from './cli/shares';
import { simulateCommand } from './cli/simulate';

const commands: Command[] = [
  ...accountCommands,
  ...remoteCommands,
  ...backupCommands,
  importCommand,
  ...shareCommands,
  simulateCommand,
];

function help(): string {
  return ['Usage: npm run cli -- COMMAND [options] [--json]', '', ...commands.map(describe)].join('\n');
}

function find(words: string[]): { command: Command; rest: string[] } {
  for (const command of commands) {
    const name = command.name.split(' ');
    if (name.every((word, i) => words[i] === word)) return { command, rest: words.slice(name.length) };
  }
  throw new UsageError(`${words.join(' ') || 'nothing'} is not a command; "npm run cli -- help" lists all`);
}

async function main(words: string[]): Promise<void> {
  // Databases, backups and secrets are for this user alone.
  process.umask(0o077);
  if (words.length === 0 || ['help', '--help', '-h'].includes(words[0] ?? '')) {
    process.stdout.write(`${help()}\n`);
    return;
  }
  const { command, rest } = find(words);
  const { values, flags, operands } = readOptions(command, rest);
  const { json, text } = await command.run(values, flags, operands);
  process.stdout.write(`${flags.has('json') ? JSON.stringify(json) : text}\n`);
}

/** Mistakes of the caller are one line; anything else is ours and shows where it happened. */
function explain(error: unknown): string {
  const isExpected = error instanceof UsageError || error instanceof ServiceError || error instanceof ConfigError;
  return isExpected ? error.message : ((error as Error).stack ?? String(error));
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
