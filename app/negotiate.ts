import type { Language } from '@/lib/domain/model';

/** The best of `languages` for a cookie's value and an Accept-Language header; the first one where neither says anything. */
export function negotiateLanguage(
  languages: readonly Language[],
  cookie: string | undefined,
  acceptLanguage: string | null,
): Language {
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.toLowerCase().split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ language }) => language);
  const found = [cookie, ...wishes].find((wish) => languages.includes(wish as Language));
  return (found as Language | undefined) ?? (languages[0] as Language);
}

/** The name of an IANA time zone, or null where this system doesn't know it. */
export function knownTimeZone(name: string | undefined | null): string | null {
  if (!name) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone ? name : null;
  } catch {
    return null;
  }
}
