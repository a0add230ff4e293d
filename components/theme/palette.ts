import type { MantineColorsTuple } from '@mantine/core';

/** The one accent colour: a calm green, dark enough from shade 8 on to carry white text. */
export const fence: MantineColorsTuple = [
  '#e8f7f2',
  '#d0eee4',
  '#a3ddca',
  '#71caad',
  '#48b894',
  '#2ba882',
  '#17946f',
  '#108664',
  '#0b7557',
  '#075c44',
];

/** Neutral greys for the dark scheme with a hint of the accent; 8 is the page, 7 cards and bars, 6 fields and menus, 0 text. */
export const dark: MantineColorsTuple = [
  '#dfe5e3',
  '#b9c3c0',
  '#9aa6a2',
  '#7c8985',
  '#414b48',
  '#333c39',
  '#252d2a',
  '#191f1d',
  '#131816',
  '#0d1110',
];

/** Neutral greys for the light scheme; 7 is dimmed text. */
export const gray: MantineColorsTuple = [
  '#f6f8f7',
  '#eff2f1',
  '#e3e8e6',
  '#d4dbd8',
  '#bcc5c2',
  '#98a39f',
  '#66726e',
  '#54605c',
  '#35403c',
  '#1a211f',
];

export const red: MantineColorsTuple = [
  '#fff1f0',
  '#ffe1df',
  '#ffc3c0',
  '#ff9f9a',
  '#ff837d',
  '#f9605a',
  '#e8453f',
  '#d93832',
  '#c62f2a',
  '#9f211d',
];

/** Colours whose own dark shades are too bright for text on white or on their own tint; these are dark enough. */
export const inks = {
  yellow: '#784900',
  orange: '#a33a04',
  lime: '#486a0a',
  green: '#1f6b33',
  teal: '#06684a',
  cyan: '#0a5f70',
} as const;

const inkVariables = Object.fromEntries(
  Object.entries(inks).flatMap(([color, ink]) => [
    [`--mantine-color-${color}-light-color`, ink],
    [`--mantine-color-${color}-text`, ink],
  ]),
);

/** Text and surface colours of each scheme that differ from what Mantine derives, chosen for a contrast of 4.5 : 1 or more. */
export const surfaces = {
  light: {
    ...inkVariables,
    '--mantine-color-text': gray[9],
    '--mantine-color-dimmed': gray[7],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-default-border': gray[4],
    '--mantine-color-error': red[8],
    '--mantine-color-anchor': fence[8],
    '--mantine-color-gray-light-color': gray[8],
    '--fp-surface': '#ffffff',
    '--fp-page': gray[0],
    '--fp-line': gray[2],
  },
  dark: {
    '--mantine-color-text': dark[0],
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-default-border': dark[4],
    '--mantine-color-error': red[4],
    '--mantine-color-anchor': fence[3],
    // Derived tints would be nearly black on a dark page.
    '--mantine-color-fence-light': '#123d31',
    '--mantine-color-fence-light-hover': '#184d3e',
    '--mantine-color-fence-light-color': fence[1],
    // Derived greys would be a black box on a dark card.
    '--mantine-color-gray-light': dark[5],
    '--mantine-color-gray-light-hover': dark[4],
    '--mantine-color-gray-light-color': dark[0],
    '--fp-surface': dark[7],
    '--fp-page': dark[8],
    '--fp-line': dark[5],
  },
};
