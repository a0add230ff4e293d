'use client';

import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
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
function OwnWays({ zone }: { zone: { id: string; name: string } }) {
  const t = useTranslations('notifyChoices.zoneWays');
  const [isOpen, setOpen] = useState(false);
  return (
    <Stack component="section" gap="xs">
      <Group justify="space-between" gap="sm">
        <Title order={2} size="h5">
          {t('title')}
        </Title>
        <Button size="sm" variant="default" aria-expanded={isOpen} onClick={() => setOpen((open) => !open)}>
          {t(isOpen ? 'close' : 'change')}
        </Button>
      </Group>
      {isOpen && <ZoneChoices zone={zone} />}
      <Anchor component={Link} href="/notifications/settings#what" size="sm">
        {t('all')}
      </Anchor>
    </Stack>
  );
}
