import { rmSync } from 'node:fs';
import { type Command, readOptions } from '@/scripts/cli/command';
import { temporaryFolder } from './database';

/** The data folder of the present test. */
export let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  process.env.DATA_DIR = folder;
});

afterEach(() => {
  delete process.env.DATA_DIR;
  rmSync(folder, { recursive: true });
});

/** Runs one of the commands in a data folder of its own for each test. @returns what it prints with --json */
export const commandLine =
  (commands: readonly Command[]) =>
  async (name: string, ...words: string[]) => {
    const command = commands.find((candidate) => candidate.name === name);
    if (!command) throw new Error(`no command ${name}`);
    const { values, flags, operands } = readOptions(command, words);
    return (await command.run(values, flags, operands)).json as Record<string, unknown>;
  };
