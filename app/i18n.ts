import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { LOCALE_COOKIE, locales, namespaces } from '@/components/messages/namespaces';
import type { Language } from '@/lib/domain/model';
import { knownTimeZone, negotiateLanguage } from './negotiate';
import { currentUser } from './session';

const cache = new Map<Language, Record<string, unknown>>();

/** All messages of a language, each file under its own name. */
async function loadMessages(locale: Language): Promise<Record<string, unknown>> {
  const known = cache.get(locale);
  if (known && process.env.NODE_ENV === 'production') return known;
  const files = await Promise.all(namespaces.map((name) => import(`../components/messages/${locale}/${name}.json`)));
  const messages = Object.fromEntries(namespaces.map((name, index) => [name, files[index].default]));
  cache.set(locale, messages);
  return messages;
}

/** Language: the signed-in person's own, else the one chosen before, else what the browser asks for. Time zone: the person's. */
export default getRequestConfig(async ({ locale: asked }) => {
  const [jar, head, user] = await Promise.all([cookies(), headers(), currentUser()]);
  // A page that speaks to somebody who is not signed in says their language itself.
  const wished = asked ?? user?.language ?? jar.get(LOCALE_COOKIE)?.value;
  const locale = negotiateLanguage(locales, wished, head.get('accept-language'));
  return {
    locale,
    timeZone: knownTimeZone(user?.time_zone) ?? 'UTC',
    now: new Date(),
    messages: await loadMessages(locale),
  };
});
