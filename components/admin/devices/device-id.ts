/** What may stand as the last level of a topic: no separators or wildcards, safe in every broker's access list. */
const DEVICE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Whether a text can be a device id. */
export function isDeviceId(text: string): boolean {
  return DEVICE_ID.test(text);
}

/** A device id made from a name as people write it: `Anna's Pixel 8` → `annas-pixel-8`. Empty when nothing is left. */
export function suggestDeviceId(name: string): string {
  return name
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[äöü]/g, (umlaut) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[umlaut] ?? umlaut)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
    .replace(/-+$/, '');
}
