'use client';

import { Anchor, Badge, Image, Stack, Text } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { pictureUrl } from '@/components/common/picture-url';
import { useFormat } from '@/components/common/use-format';
import classes from './poi-popup.module.css';
import type { Poi } from './track-notes';

/** A place of a track with its name, its time and its pictures; each opens whole in a window of its own. */
export function PoiPopup({ poi }: { poi: Poi }) {
  const t = useTranslations('map.poi');
  const format = useFormat();
  const name = poi.name ?? t('unnamed');
  return (
    <Stack gap={6}>
      <div>
        <Text fw={650}>{name}</Text>
        <Text size="sm" c="dimmed">
          <time dateTime={new Date(poi.at).toISOString()}>{format.exact(poi.at)}</time>
        </Text>
      </div>
      {poi.tag !== null && (
        <Badge variant="light" color="gray" tt="none" leftSection={<IconTag size={12} aria-hidden />} title={t('tag')}>
          {poi.tag}
        </Badge>
      )}
      {poi.pictures.map((id) => (
        <Anchor key={id} href={pictureUrl(id, 'full')} target="_blank" className={classes.link} aria-label={t('open', { name })}>
          <Image className={classes.picture} h={180} fit="contain" radius="sm" src={pictureUrl(id, 'full')} alt={name} />
        </Anchor>
      ))}
    </Stack>
  );
}
