/** A stray console.error is a failure: what goes wrong is asserted on, not printed past. */
let errors: unknown[][] = [];
const original = console.error;

beforeEach(() => {
  errors = [];
  console.error = (...args: unknown[]) => {
    errors.push(args);
  };
});

afterEach(() => {
  console.error = original;
  if (errors.length > 0)
    throw new Error(`unexpected console.error: ${errors.map((args) => args.map(String).join(' ')).join('\n')}`);
});

export {};
