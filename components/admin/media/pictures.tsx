'use client';

import { Anchor, Button, Group, Image, Stack, Text, UnstyledButton } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { pictureUrl } from '@/components/common/picture-url';
import { ClockTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import type { MapMedia } from '../../map/types';
import { Dialog } from '../dialog';
import { QuietLine } from '../quiet-line';
import { Section } from '../section';
import { useServerData } from '../use-server-data';
import classes from './pictures.module.css';

/** Two rows of them on a wide screen. */
const FIRST = 12;
const ALL = 500;

/** The pictures of places that a device sent, newest first. */
export function Pictures({ deviceId, initial }: { deviceId: number; initial: MapMedia[] }) {
  const t = useTranslations('media');
  const [limit, setLimit] = useState(FIRST);
  const [shown, show] = useState<MapMedia | null>(null);
  // One more than is shown tells whether there are more.
  const path = `/api/devices/${deviceId}/media?kind=poi&limit=${Math.min(limit + 1, ALL)}`;
  const { media } = useServerData(path, { media: initial }).data;
  if (media.length === 0) return <QuietLine>{t('none')}</QuietLine>;
  return (
    <Section title={t('title')}>
      <Stack gap="md" align="flex-start">
        <ul className={classes.grid}>
          {media.slice(0, limit).map((picture) => (
            <li key={picture.id}>
              <Thumbnail picture={picture} onOpen={() => show(picture)} />
            </li>
          ))}
        </ul>
        {media.length > limit && (
          <Button variant="default" size="compact-sm" onClick={() => setLimit(ALL)}>
            {t('all')}
          </Button>
        )}
        <Dialog opened={shown !== null} onClose={() => show(null)} title={shown?.poi ?? t('unnamed')} size="xl">
          {shown && <Whole picture={shown} deviceId={deviceId} />}
        </Dialog>
      </Stack>
    </Section>
  );
}

function Thumbnail({ picture, onOpen }: { picture: MapMedia; onOpen: () => void }) {
  const t = useTranslations('media');
  const name = picture.poi ?? t('unnamed');
  return (
    <UnstyledButton className={classes.thumb} onClick={onOpen} aria-label={t('open', { name })}>
      <Image src={pictureUrl(picture.id, 'thumb')} alt="" h={110} radius="sm" className={classes.image} />
      <Text size="sm" fw={500} truncate mt={4}>
        {name}
      </Text>
      <Text size="xs" c="dimmed">
        <ClockTime value={picture.occurred_at} />
      </Text>
    </UnstyledButton>
  );
}

function Whole({ picture, deviceId }: { picture: MapMedia; deviceId: number }) {
  const t = useTranslations('media');
  const format = useFormat();
  const { latitude, longitude, tag, occurred_at } = picture;
  const details = [format.exact(occurred_at), tag === null ? null : t('tag', { tag })].filter(Boolean).join(' · ');
  return (
    <Stack gap="sm">
      <Image src={pictureUrl(picture.id, 'full')} alt={picture.poi ?? t('unnamed')} h="60vh" fit="contain" />
      <Group justify="space-between">
        <Text size="sm">{details}</Text>
        {latitude !== null && longitude !== null && (
          <Anchor component={Link} href={`/map?device=${deviceId}&at=${latitude.toFixed(6)},${longitude.toFixed(6)}`} size="sm">
            {t('onMap')}
          </Anchor>
        )}
      </Group>
    </Stack>
  );
}
