import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

export const ROOT = path.resolve(__dirname, '../..');

/**
 * A file of __tests__/support as a program that a test starts and kills: bundled before the tests of the file that asks for it, and
 * removed after them. @returns where it is then
 */
export function bundledProgram(name: string): string {
  // Beneath node_modules, so that the bundle finds its packages.
  const folder = path.join(ROOT, 'node_modules/.cache', `fencepost-${name}-${process.pid}`);
  const outfile = path.join(folder, `${name}.mjs`);
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    const entryPoints = [path.join(ROOT, '__tests__/support', `${name}.ts`)];
    const form = { bundle: true, packages: 'external', platform: 'node', format: 'esm', jsx: 'automatic' } as const;
    await build({ ...form, entryPoints, outfile, alias: { '@': ROOT } });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return outfile;
}
