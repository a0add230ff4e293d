'use client';

import { Anchor, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/common/relative-time';
import { useNow } from '@/components/common/use-now';
import { useAlertText } from '../expectations/alert-list';
import type { AlertDto } from '../expectations/types';
import { Section } from '../section';
import { useServerData } from '../use-server-data';
import classes from './dashboard.module.css';

const OPEN_ALERTS = 5;
/** What nobody explained since is no news any more. */
const NEWS_MS = 7 * 86_400_000;

/** What was not as expected lately and has not been explained by later news; nothing where there is none. */
export function AlertsWidget({ initial }: { initial: AlertDto[] }) {
  const t = useTranslations('dashboard.alerts');
  const text = useAlertText();
  const now = useNow();
  const path = `/api/expectations/alerts?open=true&limit=${OPEN_ALERTS}`;
  const { alerts } = useServerData(path, { alerts: initial }, 15_000).data;
  const news = alerts.filter(({ due_at }) => now - Date.parse(due_at) < NEWS_MS);
  if (news.length === 0) return null;
  return (
    <Section
      title={t('title')}
      action={
        <Anchor component={Link} href="/admin/geofences/expectations" size="sm">
          {t('all')}
        </Anchor>
      }
    >
      <ul className={classes.list}>
        {news.map((alert) => (
          <li key={alert.id} className={classes.item}>
            <Group gap="sm" wrap="nowrap" align="flex-start" className={classes.grow}>
              <IconAlertTriangle size={18} aria-hidden style={{ flex: 'none', color: 'var(--mantine-color-orange-text)' }} />
              <div>
                <Text size="sm" fw={600}>
                  {text(alert)}
                </Text>
                <Text size="xs" c="dimmed">
                  <RelativeTime value={alert.due_at} />
                </Text>
              </div>
            </Group>
          </li>
        ))}
      </ul>
    </Section>
  );
}
