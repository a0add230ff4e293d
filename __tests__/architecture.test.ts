import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The house: imports point down only. For each area, the areas it may import from besides itself.
 * `lib/adapters/x` may not import `lib/adapters/y`; config may be read by the roots only, its type by all.
 */
const mayImport: Record<string, string[]> = {
  'lib/domain': [],
  'lib/config': [],
  'lib/storage': ['lib/domain'],
  'lib/services': ['lib/domain', 'lib/storage'],
  'lib/adapters': ['lib/domain', 'lib/storage', 'lib/services', 'emails'],
  emails: ['lib/domain'],
  components: ['lib/domain'],
  app: ['components', 'lib/domain', 'lib/storage', 'lib/services', 'lib/adapters', 'lib/config', 'emails'],
  scripts: ['lib/domain', 'lib/storage', 'lib/services', 'lib/adapters', 'lib/config', 'emails'],
};

const root = path.resolve(__dirname, '..');

function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|js)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

function areaOf(file: string): string | undefined {
  return Object.keys(mayImport).find((area) => file === area || file.startsWith(`${area}/`));
}

function importsOf(file: string): { target: string; typeOnly: boolean }[] {
  const source = readFileSync(path.join(root, file), 'utf8');
  const statements = source.matchAll(
    /(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  );
  return [...statements].flatMap(([, , type, from, dynamic]) => {
    const specifier = from ?? dynamic ?? '';
    if (specifier.startsWith('@/')) return [{ target: specifier.slice(2), typeOnly: Boolean(type) }];
    if (specifier.startsWith('.')) return [{ target: path.join(path.dirname(file), specifier), typeOnly: Boolean(type) }];
    return [];
  });
}

function violations(file: string): string[] {
  const area = areaOf(file);
  if (!area) return [];
  return importsOf(file).flatMap(({ target, typeOnly }) => {
    const targetArea = areaOf(target);
    if (!targetArea) return [];
    if (targetArea === 'lib/config' && typeOnly && area !== 'lib/domain') return [];
    const sameAdapter = area !== 'lib/adapters' || target.split('/')[2] === file.split('/')[2];
    if (targetArea === area ? sameAdapter : mayImport[area]?.includes(targetArea)) return [];
    return [`${file} imports ${target}`];
  });
}

describe('the house', () => {
  const files = Object.keys(mayImport).flatMap(sourceFiles);

  test('imports point down only', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap(violations)).toEqual([]);
  });

  test('the domain knows no clock, no environment and no I/O', () => {
    const forbidden =
      /Date\.now\(|new Date\(\)|process\.|Math\.random\(|performance\.|setTimeout|setInterval|from 'node:|console\./;
    const offenders = sourceFiles('lib/domain').filter((file) => forbidden.test(readFileSync(path.join(root, file), 'utf8')));
    expect(offenders).toEqual([]);
  });

  test('only lib/config reads the environment', () => {
    const readers = files
      .filter((file) => file.startsWith('lib/') && !file.startsWith('lib/config/'))
      .filter((file) => /process\.env/.test(readFileSync(path.join(root, file), 'utf8')));
    expect(readers).toEqual([]);
  });
});
