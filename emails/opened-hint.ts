import type { ToldItem, ToldMessage } from './told';

/**
 * A link to the app that says by which delivery its reader came: the page it leads to marks what the message tells as
 * opened. The link alone changes nothing, so that a program that looks at all links of a mail opens nothing.
 */
export function withHint(href: string, { items }: Pick<ToldMessage, 'items'>): string {
  const [{ delivery }] = items as readonly [ToldItem];
  return `${href}${href.includes('?') ? '&' : '?'}n=${delivery.id}`;
}
