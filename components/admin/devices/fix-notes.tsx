'use client';

import { Badge, Group } from '@mantine/core';
import { IconMapPin, IconPhotoX, IconTag } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';

export interface NotedFix {
  poi: string | null;
  tag: string | null;
  extra: Record<string, unknown> | null;
}

/** What somebody noted with a fix: the place's name, a tag; and why a picture of it is missing. */
export function FixNotes({ fix }: { fix: NotedFix }) {
  const t = useTranslations('media');
  const fault = fix.extra?.image_error;
  if (fix.poi === null && fix.tag === null && typeof fault !== 'string') return null;
  return (
    <Group gap={4}>
      {fix.poi !== null && (
        <Badge variant="light" tt="none" leftSection={<IconMapPin size={12} aria-hidden />} title={t('place')}>
          {fix.poi}
        </Badge>
      )}
      {fix.tag !== null && (
        <Badge variant="light" color="gray" tt="none" leftSection={<IconTag size={12} aria-hidden />} title={t('tagTitle')}>
          {fix.tag}
        </Badge>
      )}
      {typeof fault === 'string' && (
        <Badge variant="light" color="red" tt="none" leftSection={<IconPhotoX size={12} aria-hidden />} title={fault}>
          {t('leftOut')}
        </Badge>
      )}
    </Group>
  );
}
