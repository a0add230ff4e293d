/** How people tell their browsers apart. */
export interface BrowserWords {
  browser: string;
  system: string;
}

/** In this order: nearly all call themselves Chrome or Safari, too. */
const BROWSERS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Headless)?(Chrome|CriOS|Chromium)\//],
  ['Safari', /\bSafari\//],
];

const SYSTEMS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Android', /\bAndroid\b/],
  ['iPad', /\biPad\b/],
  ['iPhone', /\biPhone\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
];

const named = (list: typeof BROWSERS, text: string) => list.find(([, sign]) => sign.test(text))?.[0];

/** What a browser calls itself, in the words of people; names of products are the same in all languages. */
export function browserWords(userAgent: string): BrowserWords {
  const text = userAgent.slice(0, 500);
  // Apps on the home screen of an iPhone leave "Safari" out.
  const apple = /\b(iPad|iPhone)\b/.test(text) ? 'Safari' : undefined;
  return { browser: named(BROWSERS, text) ?? apple ?? 'Browser', system: named(SYSTEMS, text) ?? '' };
}

/** `Firefox · Linux` */
export const browserName = ({ browser, system }: BrowserWords) => [browser, system].filter(Boolean).join(' · ');
