import type { CSSProperties } from 'react';

const FONT = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';

/** Inline styles carry the light look everywhere; many mail apps know nothing else. */
export const styles = {
  page: { backgroundColor: '#f2f4f3', fontFamily: FONT, padding: '24px 12px 32px' },
  card: { backgroundColor: '#ffffff', borderRadius: '14px', maxWidth: '520px', overflow: 'hidden' },
  inner: { padding: '26px 24px 28px' },
  kind: { color: '#56616a', fontSize: '13px', fontWeight: 600, lineHeight: '18px', margin: '0 0 10px' },
  dot: { borderRadius: '50%', display: 'inline-block', height: '10px', marginRight: '8px', width: '10px' },
  headline: { color: '#14191c', fontSize: '23px', fontWeight: 700, letterSpacing: '-0.01em', lineHeight: '30px', margin: '0' },
  lead: {
    color: '#3d474f',
    fontSize: '15px',
    lineHeight: '22px',
    margin: '8px 0 0',
    wordBreak: 'break-word',
  },
  notice: {
    backgroundColor: '#fff4d6',
    borderRadius: '8px',
    color: '#6b4a00',
    fontSize: '14px',
    lineHeight: '20px',
    margin: '16px 0 0',
    padding: '10px 12px',
  },
  facts: { borderCollapse: 'collapse', margin: '20px 0 0', width: '100%' },
  label: {
    borderTop: '1px solid #e4e8e6',
    color: '#56616a',
    fontSize: '14px',
    lineHeight: '20px',
    padding: '11px 12px 11px 0',
    textAlign: 'left',
    verticalAlign: 'top',
    fontWeight: 400,
    whiteSpace: 'nowrap',
  },
  value: {
    borderTop: '1px solid #e4e8e6',
    color: '#14191c',
    fontSize: '14px',
    fontWeight: 600,
    lineHeight: '20px',
    padding: '11px 0',
    textAlign: 'right',
    verticalAlign: 'top',
    // An address is one long word.
    wordBreak: 'break-word',
  },
  picture: {
    border: '0',
    borderRadius: '10px',
    display: 'block',
    height: 'auto',
    margin: '18px 0 0',
    maxWidth: '100%',
    width: '100%',
  },
  caption: { color: '#56616a', fontSize: '12px', lineHeight: '18px', margin: '4px 0 0' },
  group: { color: '#14191c', fontSize: '16px', fontWeight: 600, lineHeight: '22px', margin: '22px 0 6px' },
  lines: { borderCollapse: 'collapse', width: '100%' },
  lineTime: {
    color: '#56616a',
    fontSize: '14px',
    lineHeight: '20px',
    padding: '6px 10px 6px 0',
    verticalAlign: 'top',
    whiteSpace: 'nowrap',
    width: '1%',
  },
  line: { color: '#14191c', fontSize: '14px', lineHeight: '20px', padding: '6px 0 6px 10px', wordBreak: 'break-word' },
  note: { color: '#56616a' },
  earlier: { color: '#3d474f', fontSize: '13px', lineHeight: '19px', margin: '0 0 10px', wordBreak: 'break-word' },
  link: { color: '#0b6b5e', textDecoration: 'underline' },
  lineLink: { color: '#0b6b5e', fontSize: '13px', textDecoration: 'underline', whiteSpace: 'nowrap' },
  button: {
    borderRadius: '10px',
    boxSizing: 'border-box',
    display: 'block',
    fontSize: '16px',
    fontWeight: 600,
    marginTop: '24px',
    padding: '14px 20px',
    textAlign: 'center',
    width: '100%',
  },
  footer: {
    color: '#56616a',
    fontSize: '12px',
    lineHeight: '18px',
    margin: '18px auto 0',
    maxWidth: '480px',
    textAlign: 'center',
  },
} satisfies Record<string, CSSProperties>;

/** The dark look, for mail apps that ask for it; `!important` because it must beat the inline styles. */
export const darkStyles = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { background-color: #f2f4f3; margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
@media (prefers-color-scheme: dark) {
  body, .page { background-color: #101416 !important; }
  .card { background-color: #1b2124 !important; }
  .headline, .value { color: #f1f4f3 !important; }
  .lead { color: #cdd4d2 !important; }
  .kind, .label, .footer { color: #a4afb3 !important; }
  .label, .value { border-top-color: #323a3e !important; }
  .notice { background-color: #40330f !important; color: #ffe2a0 !important; }
  .link { color: #6ed3c3 !important; }
}`;

/** Black or white, whichever is easier to read on `color` (relative luminance as WCAG 2 defines it). */
export function readableOn(color: string): '#ffffff' | '#14191c' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const againstWhite = 1.05 / (luminance + 0.05);
  const againstDark = (luminance + 0.05) / (0.0095 + 0.05);
  return againstWhite >= againstDark ? '#ffffff' : '#14191c';
}
