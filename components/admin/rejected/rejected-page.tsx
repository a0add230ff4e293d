'use client';

import { Box, Button, Text } from '@mantine/core';
import { IconFilterOff, IconMailCheck } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { EmptyState } from '@/components/common/empty-state';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { useFormat } from '@/components/common/use-format';
import { Pages } from '../table/pages';
import { ResponsiveTable } from '../table/responsive-table';
import type { RejectedPageDto } from '../types';
import { useRejectedColumns } from './rejected-columns';
import { type DeviceChoice, RejectedFilters } from './rejected-filters';
import { PAGE_SIZE, type RejectedView, viewLink } from './view';

interface Props {
  view: RejectedView;
  devices: readonly DeviceChoice[];
  list: RejectedPageDto;
}

const ALL: RejectedView = { device: null, code: null, page: 1 };

/** What came and could not be kept, newest first: from whom, why, and what to do about it. */
export function RejectedPage({ view, devices, list }: Props) {
  const t = useTranslations('rejected');
  const router = useRouter();
  const [isLoading, load] = useTransition();
  const columns = useRejectedColumns(list.rejected);
  const show = (next: RejectedView) => load(() => router.push(viewLink(next)));
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      <RejectedFilters view={view} devices={devices} codes={list.codes} change={(part) => show({ ...view, page: 1, ...part })} />
      <Box aria-busy={isLoading}>
        {list.rejected.length > 0 ? (
          <>
            <Range view={view} list={list} />
            <ResponsiveTable label={t('title')} columns={columns} rows={list.rejected} idOf={({ id }) => id} />
          </>
        ) : (
          <Nothing view={view} showAll={() => show(ALL)} />
        )}
      </Box>
      <Pages total={list.total} size={PAGE_SIZE} page={view.page} onChange={(page) => show({ ...view, page })} />
    </Page>
  );
}

function Range({ view, list }: Pick<Props, 'view' | 'list'>) {
  const t = useTranslations('rejected');
  const format = useFormat();
  const first = (view.page - 1) * PAGE_SIZE + 1;
  const last = first + list.rejected.length - 1;
  return (
    <Text size="sm" c="dimmed" mb="xs">
      {t('range', { first: format.number(first), last: format.number(last), total: format.number(list.total) })}
    </Text>
  );
}

function Nothing({ view, showAll }: { view: RejectedView; showAll: () => void }) {
  const t = useTranslations('rejected');
  const isNarrowed = view.device !== null || view.code !== null || view.page > 1;
  if (!isNarrowed) {
    return (
      <EmptyState icon={<IconMailCheck size={28} />} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    );
  }
  const action = (
    <Button variant="default" leftSection={<IconFilterOff size={18} />} onClick={showAll}>
      {t('nothingFound.action')}
    </Button>
  );
  return (
    <EmptyState icon={<IconFilterOff size={28} />} title={t('nothingFound.title')} action={action}>
      {t('nothingFound.text')}
    </EmptyState>
  );
}
