import deEditor from '@/components/messages/de/editor.json';
import deMap from '@/components/messages/de/map.json';
import enEditor from '@/components/messages/en/editor.json';
import enMap from '@/components/messages/en/map.json';

function keys(messages: object, prefix = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keys(value as object, `${prefix}${key}.`),
  );
}

test.each([
  ['map', enMap, deMap],
  ['editor', enEditor, deEditor],
])('the messages of the %s exist in both languages', (_, en, de) => {
  expect(keys(de).sort()).toEqual(keys(en).sort());
});
