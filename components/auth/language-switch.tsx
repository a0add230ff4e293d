'use client';

import { Anchor, Group } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import type { Language } from '@/lib/domain/model';
import { LOCALE_COOKIE, locales } from '../messages/namespaces';

const NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' };
const YEAR_SECONDS = 365 * 86_400;

/** The language of a browser that isn't signed in; kept in a cookie. Each language is named in itself. */
export function LanguageSwitch() {
  const t = useTranslations('auth');
  const current = useLocale();
  const router = useRouter();
  const [, startTransition] = useTransition();

  const choose = (language: Language) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain http
    document.cookie = `${LOCALE_COOKIE}=${language}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    startTransition(() => router.refresh());
  };

  return (
    <Group component="nav" gap="md" aria-label={t('language')}>
      {locales.map((language) => (
        <Anchor
          key={language}
          component="button"
          type="button"
          size="sm"
          c={language === current ? undefined : 'dimmed'}
          fw={language === current ? 600 : 400}
          lang={language}
          aria-current={language === current ? 'true' : undefined}
          onClick={() => choose(language)}
        >
          {NAMES[language]}
        </Anchor>
      ))}
    </Group>
  );
}
