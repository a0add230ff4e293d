// Bundles the command-line roots to dist/, so that they start without a TypeScript loader.
import { build } from 'esbuild';

await build({
  entryPoints: ['start', 'web', 'worker', 'cli', 'bench'].map((name) => ({ in: `scripts/${name}.ts`, out: name })),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outExtension: { '.js': '.mjs' },
  jsx: 'automatic',
  sourcemap: true,
  logLevel: 'warning',
  alias: { '@': '.' },
});
