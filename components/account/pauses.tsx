'use client';

import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ConfirmButton } from '../common/confirm';
import { PauseLine } from '../notify/pause-line';
import { type PauseDto, usePauses } from '../notify/use-pauses';

/** Everything that the person is not told of for now, and a way to be told of nothing by mail. */
export function Pauses() {
  const t = useTranslations('pauses.account');
  const { pauses, busy, pause, resume } = usePauses();
  if (pauses === null) return <Skeleton h={72} />;
  const nameOf = ({ geofence_name }: PauseDto) => geofence_name ?? t('all');
  return (
    <Stack gap="lg">
      {pauses.length === 0 ? (
        <Text c="dimmed">{t('none')}</Text>
      ) : (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {pauses.map((one) => (
            <li key={one.id}>
              <PauseLine pause={one} what={nameOf(one)} showsWhat busy={busy} onResume={() => resume(one)} />
            </li>
          ))}
        </Stack>
      )}
      {pauses.every(({ geofence_id }) => geofence_id !== null) && (
        <Group>
          <ConfirmButton
            color="gray"
            variant="default"
            title={t('pauseAllTitle')}
            lost={t('pauseAllLost')}
            action={t('pauseAll')}
            onConfirm={() => pause(null, 'for_good')}
          >
            {t('pauseAll')}
          </ConfirmButton>
        </Group>
      )}
    </Stack>
  );
}
