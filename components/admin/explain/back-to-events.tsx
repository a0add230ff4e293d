'use client';

import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { MouseEvent } from 'react';
import { cameFromList } from '../events/came-from-list';

/** Back to the list of events, to the place where the reader left it. */
export function BackToEvents() {
  const t = useTranslations('events');
  const router = useRouter();
  const goBack = (click: MouseEvent) => {
    if (click.ctrlKey || click.metaKey || click.shiftKey || !cameFromList(window.location.pathname)) return;
    click.preventDefault();
    router.back();
  };
  return (
    <Anchor
      component={Link}
      href="/admin/geofences/events"
      onClick={goBack}
      size="sm"
      mb="sm"
      display="inline-flex"
      style={{ alignItems: 'center', gap: 4 }}
    >
      <IconArrowLeft size={16} aria-hidden />
      {t('title')}
    </Anchor>
  );
}
