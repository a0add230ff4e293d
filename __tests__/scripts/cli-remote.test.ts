import { accountCommands } from '@/scripts/cli/accounts';
import { UsageError } from '@/scripts/cli/command';
import { remoteCommands } from '@/scripts/cli/remote';
import { commandLine } from '../support/command-line';

const run = commandLine([...accountCommands, ...remoteCommands]);

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
