'use client';

import { Anchor, Badge, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX, IconLoader } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { messageOr } from '../../common/message-or';
import { Section } from '../section';
import type { HealthDto, PartState } from '../types';
import classes from './dashboard.module.css';

/** With who set up the mail server. */
export type Health = HealthDto & { mail: 'environment' | 'settings' | 'none' };

const LOOK: Record<PartState, { icon: typeof IconCircleCheck; color: string }> = {
  up: { icon: IconCircleCheck, color: 'teal' },
  starting: { icon: IconLoader, color: 'blue' },
  down: { icon: IconCircleX, color: 'red' },
};
const IDLE_LOOK = { icon: IconCircleMinus, color: 'gray' };

/** In the order in which a fix passes them; parts that are not named here follow. */
const ORDER = ['web', 'worker', 'database', 'broker', 'engine', 'deliveries'];

/** How the installation is, part by part, in plain words. */
export function HealthWidget({ initial, isAdmin }: { initial: Health; isAdmin: boolean }) {
  const t = useTranslations('dashboard.health');
  const { data, error } = useSWR<Health>('/health', readHealth, {
    fallbackData: initial,
    refreshInterval: 5000,
    dedupingInterval: 0,
    shouldRetryOnError: false,
  });
  const health = data ?? initial;
  const parts = Object.entries(health.parts).sort(([a], [b]) => place(a) - place(b));
  const isWell = health.status === 'ok' && !error;
  return (
    <Section
      className={classes.later}
      title={t('title')}
      action={
        <Badge
          color={isWell ? 'teal' : 'red'}
          leftSection={isWell ? <IconCircleCheck size={14} aria-hidden /> : <IconAlertTriangle size={14} aria-hidden />}
          role="status"
        >
          {t(isWell ? 'ok' : 'degraded')}
        </Badge>
      }
    >
      {error ? (
        <Text size="sm" c="red" mb="sm">
          {t('noAnswer')}
        </Text>
      ) : null}
      <ul className={classes.list}>
        {parts.map(([name, part]) => (
          <PartItem
            key={name}
            name={name}
            part={part}
            idle={name === 'deliveries' && health.mail === 'none'}
            leadsToMail={name === 'deliveries' && isAdmin}
          />
        ))}
      </ul>
    </Section>
  );
}

interface PartProps {
  name: string;
  part: HealthDto['parts'][string];
  /** It runs, but has no mail server to work with. */
  idle: boolean;
  /** Where mails do not go, it shows the way to the mail server's settings. */
  leadsToMail: boolean;
}

function PartItem({ name, part, idle, leadsToMail }: PartProps) {
  const t = useTranslations('dashboard.health');
  const isIdle = idle && part.state === 'up';
  const { icon: Icon, color } = isIdle ? IDLE_LOOK : LOOK[part.state];
  return (
    <li className={classes.item}>
      <Icon size={20} color={`var(--mantine-color-${color}-text)`} style={{ flex: 'none' }} aria-hidden />
      <div className={classes.grow}>
        <Group gap="xs" justify="space-between" wrap="nowrap">
          <Text size="sm" fw={600}>
            {messageOr(t, `parts.${name}.name`, name)}
          </Text>
          <Text size="sm" c={part.state === 'down' ? 'red' : 'dimmed'}>
            {t(`state.${isIdle ? 'idle' : part.state}`)}
          </Text>
        </Group>
        <Text size="xs" c="dimmed">
          {isIdle ? t('noMailServer') : messageOr(t, `parts.${name}.${part.state}`, '')} {part.detail ?? ''}{' '}
          {part.restarts ? t('restarts', { count: part.restarts }) : ''}
        </Text>
        {leadsToMail && (isIdle || part.detail) ? (
          <Anchor component={Link} href="/admin/mail" size="xs">
            {t(isIdle ? 'setUpMail' : 'checkMail')}
          </Anchor>
        ) : null}
      </div>
    </li>
  );
}

/** The answer is 503 when something is down, but it says what. */
async function readHealth(path: string): Promise<Health> {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  return response.json();
}

function place(name: string): number {
  const index = ORDER.indexOf(name);
  return index < 0 ? ORDER.length : index;
}
