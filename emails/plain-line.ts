import type { Line } from './content';

/** "14:02 Left · Home (5 h 12 min)" */
export function plainLine({ time, kind, name, note }: Line): string {
  const what = [kind, name].filter(Boolean).join(' · ');
  return `${time} ${what}${note ? ` (${note})` : ''}`;
}
