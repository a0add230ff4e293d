'use client';

import { Alert, Stack } from '@mantine/core';
import { IconAlertTriangle, IconDatabaseImport } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { api, fetcher } from '@/components/common/api';
import { useConfirm } from '@/components/common/confirm';
import { EmptyState } from '@/components/common/empty-state';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { Section } from '../section';
import { useVisit } from '../use-server-data';
import { ImportCard } from './import-card';
import { NewImport } from './new-import';
import { type DeviceChoice, type ImportDto, type ImportList, isOpen } from './types';
import { Understood } from './understood';

const SOON_MS = 1_000;
const LATER_MS = 30_000;

interface Props {
  devices: readonly DeviceChoice[];
  chosen: number | null;
  initial: ImportList;
  /** Older positions are removed each day; null: none are. */
  retentionDays: number | null;
}

/** Brings a history along: choose the files, watch the import, read what it came to. */
export function ImportsPage({ devices, chosen, initial, retentionDays }: Props) {
  const t = useTranslations('imports');
  const confirm = useConfirm();
  const { imports, max_bytes, reload } = useImports(initial);
  const remove = async ({ id }: ImportDto) => {
    await api('DELETE', `/api/imports/${id}`);
    await reload();
  };
  const askToCancel = (job: ImportDto) =>
    confirm({
      title: t('cancel.title', { name: job.file_name }),
      lost: t('cancel.lost'),
      action: t('cancel.action'),
      onConfirm: () => remove(job),
    });
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      <Stack gap="lg">
        <Section title={t('new')}>
          {retentionDays !== null && (
            <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} mb="md">
              {t('retention', { days: retentionDays })}
            </Alert>
          )}
          <NewImport devices={devices} chosen={chosen} maxBytes={max_bytes} onSent={() => void reload()} />
        </Section>
        <Section title={t('earlier')}>
          {imports.length === 0 ? (
            <EmptyState icon={<IconDatabaseImport size={28} />} title={t('empty.title')}>
              {t('empty.text')}
            </EmptyState>
          ) : (
            <Stack gap="sm">
              {imports.map((job) => (
                <ImportCard key={job.id} job={job} onCancel={() => askToCancel(job)} onRemove={() => void remove(job)} />
              ))}
            </Stack>
          )}
        </Section>
        <Section title={t('understood.title')}>
          <Understood />
        </Section>
      </Stack>
    </Page>
  );
}

/** Asked for each second while something is under way. */
function useImports(initial: ImportList) {
  const visit = useVisit();
  const { data = initial, mutate } = useSWR<ImportList>(
    ['/api/imports', visit],
    ([path]: [string]) => fetcher<ImportList>(path),
    {
      fallbackData: initial,
      refreshInterval: (latest) => (latest?.imports.some(isOpen) ? SOON_MS : LATER_MS),
    },
  );
  return { ...data, reload: () => mutate() };
}
