'use client';

import { Button, Group, Menu, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconBellOff, IconChevronDown } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { PAUSE_SPANS } from '@/lib/domain/notify/pause';
import { PauseLine } from '../notify/pause-line';
import { usePauses } from '../notify/use-pauses';

/** Whether the person is told of this zone now; changed at once, without saving the zone. */
export function ZonePause({ zone: { id, name } }: { zone: { id: string; name: string } }) {
  const t = useTranslations('pauses.zone');
  const { pauses, busy, pause, resume } = usePauses();
  const own = pauses?.find(({ geofence_id }) => geofence_id === id);
  const isSilent = pauses?.some(({ geofence_id }) => geofence_id === null);
  return (
    <Stack component="section" gap={6} mt="lg">
      <Title order={2} size="h5">
        {t('title')}
      </Title>
      {pauses === null ? (
        <Skeleton h={36} />
      ) : own ? (
        <PauseLine pause={own} what={name} busy={busy} onResume={() => resume(own)} />
      ) : (
        <Group justify="space-between" gap="sm">
          <Text size="sm" c="dimmed">
            {t('none')}
          </Text>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                size="sm"
                variant="default"
                disabled={busy}
                leftSection={<IconBellOff size={16} aria-hidden />}
                rightSection={<IconChevronDown size={16} aria-hidden />}
              >
                {t('pause')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {PAUSE_SPANS.map((span) => (
                <Menu.Item key={span} onClick={() => pause(id, span)}>
                  {t(span)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </Group>
      )}
      {isSilent && (
        <Text size="sm" c="dimmed">
          {t('all')}
        </Text>
      )}
    </Stack>
  );
}
