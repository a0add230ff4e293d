'use client';

import { Table, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/common/relative-time';
import type { SettingsDto } from '../types';
import classes from './phone.module.css';

/** The app's settings, as the phone answered when it was asked for them. */
export function Settings({ configuration }: { configuration: SettingsDto }) {
  const t = useTranslations('phone.settings');
  const names = Object.keys(configuration.settings).sort((a, b) => a.localeCompare(b));
  return (
    <details className={classes.details}>
      <summary>{t('title')}</summary>
      <Text size="sm" c="dimmed" my="xs">
        {t('told')} <RelativeTime value={configuration.received_at} />. {t('masked')}
      </Text>
      <Table aria-label={t('title')} verticalSpacing={4} maw={640}>
        <Table.Tbody>
          {names.map((name) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {name}
              </Table.Th>
              <Table.Td ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                {written(configuration.settings[name])}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
