'use client';

import { Group, List, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconArrowRight, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { LinkButton } from '../common/link-button';
import { stepHref } from './steps';

interface Props {
  has: { device: boolean; zone: boolean };
  deviceId: number | null;
}

/** What is set up now, what isn't, and where it goes on. */
export function DoneStep({ has, deviceId }: Props) {
  const t = useTranslations('setup.finished');
  const rows = [
    { key: 'device', isDone: has.device },
    { key: 'zone', isDone: has.zone },
  ] as const;
  const isAllDone = rows.every(({ isDone }) => isDone);
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          {isAllDone ? t('title') : t('titlePartly')}
        </Title>
        <Text c="dimmed" mt={4}>
          {t('intro')}
        </Text>
      </div>
      <List spacing="sm" center listStyleType="none">
        {rows.map(({ key, isDone }) => (
          <List.Item
            key={key}
            icon={
              <ThemeIcon size={24} radius="xl" color={isDone ? 'fence' : 'gray'} variant={isDone ? 'filled' : 'light'}>
                {isDone ? <IconCircleCheck size={16} /> : <IconCircleDashed size={16} />}
              </ThemeIcon>
            }
          >
            {isDone ? t(`${key}Done`) : <Link href={stepHref(key, deviceId)}>{t(`${key}Open`)}</Link>}
          </List.Item>
        ))}
      </List>
      <Group>
        <LinkButton href="/map" rightSection={<IconArrowRight size={18} />}>
          {t('map')}
        </LinkButton>
      </Group>
    </Stack>
  );
}
