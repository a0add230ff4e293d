'use client';

import { type CSSVariablesResolver, createTheme } from '@mantine/core';
import { dark, fence, gray, red, surfaces } from './palette';

const SANS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Cantarell, Ubuntu, "Helvetica Neue", Arial, sans-serif, "Apple Color Emoji", "Segoe UI Emoji"';
const MONO = 'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace';

/** The look of everything: quiet greys, one accent, the fonts of the person's own system. */
export const theme = createTheme({
  primaryColor: 'fence',
  primaryShade: { light: 8, dark: 8 },
  colors: { fence, dark, gray, red },
  black: gray[9],
  // Black or white on a filled colour, whichever has the better contrast: at least 4.5 : 1 with either.
  autoContrast: true,
  luminanceThreshold: 0.18,
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  headings: { fontFamily: SANS, fontWeight: '650', textWrap: 'balance' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // Nearly every field must be filled in; the few that need not say so in their label.
    InputWrapper: {
      defaultProps: { withAsterisk: false },
      styles: { description: { fontSize: 13 }, error: { fontSize: 13 } },
    },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, events: { hover: true, focus: true, touch: true } } },
    Modal: { defaultProps: { centered: true, radius: 'lg' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Badge: {
      defaultProps: { variant: 'light', tt: 'none', fw: 600 },
      vars: (_theme: unknown, { size }: { size?: unknown }) =>
        size === 'lg' || size === 'xl' ? { root: {} } : { root: { '--badge-fz': '12px' } },
    },
    Paper: { defaultProps: { radius: 'lg' } },
    Card: { defaultProps: { radius: 'lg', withBorder: true, bg: 'var(--mantine-color-body)' } },
    Loader: { defaultProps: { type: 'dots' } },
  },
});

export const resolveCssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: surfaces.light,
  dark: surfaces.dark,
});
