/** Colours that can be told apart on the map in both schemes; the names are keys of the messages `editor.colors`. */
export const ZONE_COLORS = [
  { name: 'green', value: '#0ca678' },
  { name: 'blue', value: '#1c7ed6' },
  { name: 'violet', value: '#7048e8' },
  { name: 'pink', value: '#d6336c' },
  { name: 'red', value: '#e03131' },
  { name: 'orange', value: '#e8590c' },
  { name: 'yellow', value: '#f08c00' },
  { name: 'brown', value: '#8a5a2b' },
  { name: 'grey', value: '#5c6770' },
] as const;

/** The first colour that no other zone has, or else the first of all. */
export function freeColor(taken: readonly string[]): string {
  const used = new Set(taken.map((color) => color.toLowerCase()));
  return (ZONE_COLORS.find(({ value }) => !used.has(value)) ?? ZONE_COLORS[0]).value;
}
