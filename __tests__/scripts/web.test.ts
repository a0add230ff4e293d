import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { temporaryFolder } from '@/__tests__/support/database';

const root = path.resolve(__dirname, '../..');
const folder = temporaryFolder();
const file = path.join(folder, 'web.cjs');

beforeAll(async () => {
  await build({
    entryPoints: [path.join(root, 'scripts/web.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    packages: 'external',
    alias: { '@': root },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The web process on its own, until it ends. */
function run(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env: {
      NODE_PATH: path.join(root, 'node_modules'),
      NODE_ENV: 'production',
      DATA_DIR: path.join(folder, 'data'),
      HOST: '127.0.0.1',
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

describe('the web process says in one line why it can’t start', () => {
  test('the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const ended = await run({ PORT: String(port) });
    await new Promise((resolve) => other.close(resolve));
    expect(ended).toEqual({ code: 1, output: `PORT is ${port}; another program uses that port. Set PORT to a free port\n` });
  });

  test('a variable is wrong', async () => {
    const { code, output } = await run({ PORT: 'http' });
    expect([code, output]).toEqual([1, expect.stringMatching(/^PORT is "http"; [^\n]+\n$/)]);
  });

  test('there is no build', async () => {
    const { code, output } = await run({ PORT: '39841', NEXT_DIST_DIR: '.next-that-is-not-there' });
    expect([code, output]).toEqual([1, expect.stringMatching(/^the web interface is not built [^\n]+ run "npm start"[^\n]+\n$/)]);
  });
});
