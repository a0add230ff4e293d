import { IconMapPinOff } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EmptyState } from '@/components/common/empty-state';
import { LinkButton } from '@/components/common/link-button';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common.notFound');
  return { title: t('title') };
}

export default async function NotFound() {
  const t = await getTranslations('common.notFound');
  return (
    <main>
      <EmptyState
        order={1}
        icon={<IconMapPinOff size={28} aria-hidden />}
        title={t('title')}
        action={<LinkButton href="/">{t('home')}</LinkButton>}
      >
        {t('text')}
      </EmptyState>
    </main>
  );
}
