'use client';

import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useChoices } from '@/components/notify/choices/use-choices';
import { ZoneChoices } from '@/components/notify/choices/zone-choices';
import { type ToldZone, WhoIsTold } from './who-is-told';

interface Props {
  /** A zone or group; null: it is not saved yet. */
  zone: ToldZone | null;
  viewerId: number;
}

/** Who is told of a zone or group and, where the reader is among them, how; each change holds at once. */
export function ZoneTold({ zone, viewerId }: Props) {
  const t = useTranslations('notifyChoices.told');
  if (zone === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('afterSaving')}
      </Text>
    );
  }
  return (
    <Stack gap="lg">
      <WhoIsTold zone={zone} viewerId={viewerId} />
      {zone.owner_id === viewerId && <OwnWays zone={zone} />}
    </Stack>
  );
}

/** Folded: most zones are told like all others. */
function OwnWays({ zone }: { zone: ToldZone }) {
  const t = useTranslations('notifyChoices.zoneWays');
  const [isOpen, setOpen] = useState(false);
  const { view } = useChoices(zone.id);
  const count = view?.choices.filter(({ is_own }) => is_own).length ?? 0;
  return (
    <Stack component="section" gap="sm" aria-label={t('title')}>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <div>
          <Title order={2} size="h5">
            {t('title')}
          </Title>
          <Text size="sm" c="dimmed">
            {count === 0 ? t('usual') : t('own', { count })}
          </Text>
        </div>
        <Button size="sm" variant="default" flex="none" aria-expanded={isOpen} onClick={() => setOpen((open) => !open)}>
          {t(isOpen ? 'close' : 'change')}
        </Button>
      </Group>
      {isOpen && (
        <>
          <ZoneChoices zone={zone} />
          <Anchor component={Link} href="/notifications/settings#what" size="sm">
            {t('all')}
          </Anchor>
        </>
      )}
    </Stack>
  );
}
