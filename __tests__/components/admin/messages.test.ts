import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTranslator } from 'next-intl';
import { namespaces } from '@/components/messages/namespaces';

const NAMESPACES = ['dashboard', 'zones', 'groups', 'visits', 'events', 'explain', 'devices', 'users'];
const folder = path.resolve(__dirname, '../../../components');

const read = (language: string, name: string) =>
  JSON.parse(readFileSync(path.join(folder, 'messages', language, `${name}.json`), 'utf8'));

function flat(messages: object, prefix: string): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}.${key}`, value]] : flat(value, `${prefix}.${key}`),
  );
}

const all = (language: string, names = NAMESPACES) => new Map(names.flatMap((name) => flat(read(language, name), name)));

describe('the texts of the admin pages', () => {
  test('exist in both languages', () => {
    expect([...all('de').keys()].sort()).toEqual([...all('en').keys()].sort());
  });

  test.each(['en', 'de'])('can be written out in %s', (locale) => {
    const messages = Object.fromEntries(NAMESPACES.map((name) => [name, read(locale, name)]));
    const problems: string[] = [];
    const t = createTranslator({ locale, messages, onError: (error) => problems.push(error.message) });
    for (const [key, text] of all(locale)) {
      const names = [...text.matchAll(/\{(\w+)/g)].map((match) => match[1] as string);
      const values = { ...Object.fromEntries(names.map((name) => [name, 3])), time: () => 'now' };
      t.rich(key, values);
    }
    expect(problems).toEqual([]);
  });

  test('each text that a component names is there', () => {
    const known = all('en', [...namespaces]);
    const files = readdirSync(path.join(folder, 'admin'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.tsx'),
    );
    const missing = files.flatMap((file) => {
      const source = readFileSync(path.join(folder, 'admin', file), 'utf8');
      const spaces = [...source.matchAll(/const t = useTranslations\('([\w.]+)'\)/g)].map((match) => match[1]);
      const keys = [...source.matchAll(/\bt(?:\.rich)?\('([\w.]+)'/g)].map((match) => match[1]);
      return keys.filter((key) => !spaces.some((space) => known.has(`${space}.${key}`))).map((key) => `${file}: ${key}`);
    });
    expect(missing).toEqual([]);
  });
});
