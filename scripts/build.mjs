// Bundles the roots (each .ts file right in scripts/) to dist/, so that they start without a TypeScript loader.
import { readdirSync } from 'node:fs';
import { build } from 'esbuild';

const roots = readdirSync('scripts').filter((name) => name.endsWith('.ts'));

await build({
  entryPoints: roots.map((name) => `scripts/${name}`),
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
