import { parseArgs } from 'node:util';

/** A mistake in the command's words; shown without a stack. */
export class UsageError extends Error {}

export interface Option {
  /** What stands for the value in the help: `E`, `FILE`; a flag has none. */
  value?: string;
  required?: boolean;
  help: string;
}

export interface Outcome {
  /** What `--json` prints. */
  json: unknown;
  /** The same for people. */
  text: string;
}

export interface Command {
  /** `user create` */
  name: string;
  help: string;
  options: Record<string, Option>;
  /** Words without a name, after or between the options. */
  operands?: { value: string; help: string };
  run(values: Record<string, string | undefined>, flags: Set<string>, operands: string[]): Promise<Outcome>;
}

/**
 * Splits the words after the command's name; `--json` is known to all.
 * @throws UsageError naming the option
 */
export function readOptions(
  command: Command,
  words: string[],
): { values: Record<string, string | undefined>; flags: Set<string>; operands: string[] } {
  const known: Record<string, Option> = { ...command.options, json: { help: 'one JSON object' } };
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value }]) => [name, { type: value ? ('string' as const) : ('boolean' as const) }]),
  );
  let given: [string, unknown][];
  let operands: string[];
  try {
    const parsed = parseArgs({ args: words, options, strict: true, allowPositionals: command.operands !== undefined });
    given = Object.entries(parsed.values);
    operands = parsed.positionals;
  } catch (error) {
    throw new UsageError(`${command.name}: ${(error as Error).message}`);
  }
  const values = Object.fromEntries(given.filter(([, value]) => typeof value === 'string')) as Record<string, string>;
  for (const [name, option] of Object.entries(command.options)) {
    if (option.required && !values[name])
      throw new UsageError(`${command.name}: --${name} ${option.value} is missing; ${option.help}`);
  }
  return { values, flags: new Set(given.filter(([, value]) => value === true).map(([name]) => name)), operands };
}

/** A number within bounds. @throws UsageError naming option, value and range */
export function numberOption(name: string, given: string | undefined, standard: number, min: number, max: number): number {
  if (given === undefined) return standard;
  const value = Number(given);
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  throw new UsageError(`--${name} is ${given}; it must be ${min}–${max}`);
}

/** The help for one command: its words and what each option means. */
export function describe(command: Command): string {
  const line = (words: string, help: string) => `      ${words.padEnd(24)}${help}`;
  const options = Object.entries(command.options).map(([name, { value, help, required }]) =>
    line(`--${name}${value ? ` ${value}` : ''}`, `${help}${required ? ' (required)' : ''}`),
  );
  if (command.operands) options.push(line(command.operands.value, command.operands.help));
  return [`  ${command.name.padEnd(26)}${command.help}`, ...options].join('\n');
}
