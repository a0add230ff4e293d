import { rmSync } from 'node:fs';
import { accountCommands } from '@/scripts/cli/accounts';
import { readOptions, UsageError } from '@/scripts/cli/command';
import { remoteCommands } from '@/scripts/cli/remote';
import { temporaryFolder } from '../support/database';

const commands = [...accountCommands, ...remoteCommands];
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  process.env.DATA_DIR = folder;
});

afterEach(() => {
  delete process.env.DATA_DIR;
  rmSync(folder, { recursive: true });
});

async function run(name: string, ...words: string[]) {
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw new Error(`no command ${name}`);
  const { values, flags, operands } = readOptions(command, words);
  return (await command.run(values, flags, operands)).json as Record<string, unknown>;
}

describe('device command', () => {
  const who = ['--user', 'anna@example.org', '--device', 'PHONE'];

  beforeEach(async () => {
    await run('user create', '--email', 'anna@example.org', '--name', 'Anna', '--role', 'user', '--password', 'correct horse');
    await run('device create', '--user', 'anna@example.org', '--name', 'Phone', '--device', 'phone');
  });

  test('queues a command with its arguments', async () => {
    expect(await run('device command', ...who, '--action', 'setConfiguration', '--arguments', '{"mode":"move"}')).toEqual({
      ...{ id: 1, action: 'setConfiguration', state: 'queued' },
      expires_at: expect.any(String),
    });
  });

  test.each([
    [['--action', 'restart'], 'action is "restart"; it must be'],
    [['--action', 'setConfiguration', '--arguments', 'move'], '--arguments is move; it must be a JSON object'],
    [['--action', 'setConfiguration', '--arguments', '{"mode":"fast"}'], 'mode is "fast"'],
    [['--action', 'status', '--device', 'watch'], '--device is watch; anna@example.org has no such device'],
  ])('refuses %j', async (words, message) => {
    const refused = run('device command', ...who, ...words);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(UsageError);
  });
});
