'use client';

import { List, Spoiler, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ImportReport } from './types';

/** What was refused and which files were not read, as far as it is told one by one. */
export function ImportDetails({ report }: { report: ImportReport }) {
  const t = useTranslations('imports.details');
  const { faults, refused, skipped, files_skipped } = report;
  if (faults.length + skipped.length === 0) return null;
  return (
    <Spoiler maxHeight={0} showLabel={t('show')} hideLabel={t('hide')}>
      <Stack gap="xs" pb="xs">
        {faults.length > 0 && (
          <Told title={t('refused')} more={refused - faults.length}>
            {faults.map(({ file, unit, at, reason }) => (
              <List.Item key={`${file} ${at} ${reason}`}>{t(unit, { file, at, reason })}</List.Item>
            ))}
          </Told>
        )}
        {skipped.length > 0 && (
          <Told title={t('skipped')} more={files_skipped - skipped.length}>
            {skipped.map(({ file, reason }) => (
              <List.Item key={file}>{t('file', { file, reason })}</List.Item>
            ))}
          </Told>
        )}
      </Stack>
    </Spoiler>
  );
}

function Told({ title, more, children }: { title: string; more: number; children: ReactNode }) {
  const t = useTranslations('imports.details');
  return (
    <div>
      <Text size="sm" fw={500}>
        {title}
      </Text>
      <List size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
        {more > 0 && <List.Item>{t('more', { count: more })}</List.Item>}
      </List>
    </div>
  );
}
