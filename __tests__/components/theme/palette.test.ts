import { DEFAULT_THEME } from '@mantine/core';
import { dark, fence, gray, inks, red, surfaces } from '@/components/theme/palette';

/** Contrast ratio of two colours as WCAG 2 defines it. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const channels = [1, 3, 5].map((index) => Number.parseInt(color.slice(index, index + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const texts = ['--mantine-color-text', '--mantine-color-dimmed', '--mantine-color-placeholder', '--mantine-color-error'] as const;
const grounds = ['--fp-surface', '--fp-page'] as const;

describe('contrast to WCAG AA (4.5 : 1)', () => {
  const pairs = (['light', 'dark'] as const).flatMap((scheme) =>
    [...texts, '--mantine-color-anchor' as const].flatMap((text) =>
      grounds.map((ground) => [scheme, text, ground, surfaces[scheme][text], surfaces[scheme][ground]] as const),
    ),
  );

  test.each(pairs)('%s: %s on %s', (_scheme, _text, _ground, text, ground) => {
    expect(contrast(text as string, ground as string)).toBeGreaterThanOrEqual(4.5);
  });

  test('white on the filled accent and on the filled red of both schemes', () => {
    expect(contrast('#ffffff', fence[8])).toBeGreaterThanOrEqual(4.5);
    expect(contrast('#ffffff', red[8])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(Object.entries(inks))('%s text on white and on its own tint', (color, ink) => {
    expect(contrast(ink, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(ink, DEFAULT_THEME.colors[color]?.[1] as string)).toBeGreaterThanOrEqual(4.5);
  });

  test('text on the light accent and on grey fields', () => {
    expect(contrast(fence[9], fence[1])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(gray[8], gray[1])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(dark[2], dark[6])).toBeGreaterThanOrEqual(4.5);
  });
});
