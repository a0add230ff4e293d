import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { locales, namespaces } from '@/components/messages/namespaces';

const folder = path.resolve(__dirname, '../../components/messages');

function keysOf(value: unknown, prefix = ''): string[] {
  if (typeof value === 'string') return [prefix];
  return Object.entries(value as object).flatMap(([key, member]) => keysOf(member, prefix ? `${prefix}.${key}` : key));
}

function messagesOf(locale: string, namespace: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(folder, locale, `${namespace}.json`), 'utf8'));
}

/** The names of the values that a message takes, whatever it says around them: in `{n, plural, other {none}}` only `n` is one. */
function argumentsOf(message: string): string[] {
  const names: string[] = [];
  const open: ('value' | 'words')[] = [];
  for (let i = 0; i < message.length; i++) {
    if (message[i] === '}') open.pop();
    if (message[i] !== '{') continue;
    const isValue = open.at(-1) !== 'value';
    open.push(isValue ? 'value' : 'words');
    const name = isValue ? /^\{\s*(\w+)\s*[,}]/.exec(message.slice(i))?.[1] : undefined;
    if (name) names.push(name);
  }
  const tags = [...message.matchAll(/<(\w+)>/g)].map(([, name]) => `<${name}>`);
  return [...new Set([...names, ...tags])].sort();
}

function read(messages: unknown, key: string): string {
  return key.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], messages) as string;
}

describe('messages', () => {
  test.each(locales)('every file of %s is a namespace that is loaded', (locale) => {
    const files = readdirSync(path.join(folder, locale)).map((file) => path.basename(file, '.json'));
    expect(files.sort()).toEqual([...namespaces].sort());
  });

  test.each(namespaces)('%s says the same things in every language', (namespace) => {
    expect(keysOf(messagesOf('de', namespace)).sort()).toEqual(keysOf(messagesOf('en', namespace)).sort());
  });

  test.each(namespaces)('%s takes the same values in every language', (namespace) => {
    const english = messagesOf('en', namespace);
    const german = messagesOf('de', namespace);
    const differing = keysOf(english).filter(
      (key) => argumentsOf(read(english, key)).join() !== argumentsOf(read(german, key)).join(),
    );
    expect(differing).toEqual([]);
  });
});
