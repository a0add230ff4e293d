/** Up to two letters that stand for a name: of its first two words, else its first two letters. */
export function initials(name: string): string {
  const words = name.split(/[\s_\-./]+/).filter(Boolean);
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0] ?? '') : [...(words[0] ?? '?')].slice(0, 2);
  return letters.join('').toUpperCase();
}

/** Black or white, whichever can be read on a `#rrggbb` colour (WCAG relative luminance). */
export function inkOn(color: string): '#000000' | '#ffffff' {
  const match = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (!match) return '#ffffff';
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((hex) => {
    const value = Number.parseInt(hex, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // The luminance at which black and white contrast equally: √(1.05 · 0.05) − 0.05.
  return luminance > 0.179 ? '#000000' : '#ffffff';
}
