/** Names of regions are kept up to this length. */
const MAX_LENGTH = 255;

/**
 * A region's name without what it tells the phone only: a leading `-` (hold) or `+` (moves with the phone) and a trailing
 * `|a|b` (modes on entering and leaving).
 */
export function regionName(description: string): string {
  const name = description.trim().replace(/^[-+]/, '');
  return name
    .replace(/\|-?\d*\|-?\d*$/, '')
    .trim()
    .slice(0, MAX_LENGTH);
}

/** The same for all ways to write a name, in a region as in a zone; empty: it has none. */
export function regionKey(name: string): string {
  return regionName(name).normalize('NFC').toLowerCase();
}
