'use client';

import { Alert, Box } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { useTimeZone, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { DownloadButton } from '@/components/common/download-button';
import { EmptyState } from '@/components/common/empty-state';
import { LinkButton } from '@/components/common/link-button';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { useErrorText } from '@/components/common/use-error-text';
import type { FilterChoice } from '../events/event-filters';
import classes from '../events/events.module.css';
import { NothingMatches } from '../table/nothing-matches';
import { Pages } from '../table/pages';
import { ResponsiveTable } from '../table/responsive-table';
import type { Viewer } from '../types';
import { useDeliveryColumns } from './delivery-columns';
import { DeliveryFilters } from './delivery-filters';
import { DeliveryStats } from './delivery-stats';
import { DeliveryTimeline } from './delivery-timeline';
import { ListStatus } from './list-status';
import type { DeliveryPageDto, DeliveryStatsDto, Recipient } from './types';
import { useDeliveries, useDeliveriesView, useDeliveryStats } from './use-deliveries';
import { csvLink, type DeliveriesView, EMPTY_VIEW, isFiltered, PAGE_SIZE } from './view';

interface Props {
  viewer: Viewer;
  recipients: readonly Recipient[];
  devices: readonly FilterChoice[];
  zones: readonly FilterChoice[];
  initialView: DeliveriesView;
  initial: DeliveryPageDto;
  /** When the server read `initial`, epoch ms. */
  initialReadAt: number;
  initialStats: DeliveryStatsDto;
}

/** Everything that went out or did not, newest first. */
export function DeliveriesPage({ viewer, recipients, devices, zones, initialView, initial, initialReadAt, initialStats }: Props) {
  const t = useTranslations('deliveries');
  const errorText = useErrorText();
  const timeZone = useTimeZone() ?? viewer.time_zone;
  const [view, change] = useDeliveriesView();
  const list = useRef<HTMLDivElement>(null);
  const data = useDeliveries({ view, timeZone, initialView, initial, initialReadAt, list });
  const { stats, reload: reloadStats } = useDeliveryStats(view, initialView, initialStats);
  const onResent = () => {
    data.reload();
    reloadStats();
  };
  const columns = useDeliveryColumns({ onResent, onRecipient: ({ id }) => change({ recipient: id, as: 'timeline' }) });
  const showNewest = () => {
    data.showNewest();
    change({ page: 1 });
  };
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<DownloadButton href={csvLink(view, timeZone)}>{t('csv')}</DownloadButton>}
      />
      {(data.total > 0 || isFiltered(view)) && <DeliveryStats stats={stats} />}
      <DeliveryFilters view={view} change={change} stats={stats} recipients={recipients} devices={devices} zones={zones} />
      {data.error ? (
        <Alert color="red" mb="sm" title={t('refreshFailed')}>
          {errorText(data.error)}
        </Alert>
      ) : null}
      <ListStatus
        view={view}
        change={change}
        shown={data.deliveries.length}
        total={data.total}
        held={data.held}
        onShowNewest={showNewest}
      />
      <Box ref={list} className={classes.list} data-loading={data.isLoading || undefined} aria-busy={data.isLoading}>
        {data.deliveries.length === 0 && <NoDeliveries view={view} change={change} />}
        {data.deliveries.length > 0 && view.as === 'timeline' && (
          <DeliveryTimeline deliveries={data.deliveries} onResent={onResent} />
        )}
        {data.deliveries.length > 0 && view.as === 'table' && (
          <ResponsiveTable label={t('title')} columns={columns} rows={data.deliveries} idOf={({ id }) => id} />
        )}
      </Box>
      <Pages total={data.total} size={PAGE_SIZE} page={view.page} onChange={(page) => change({ page })} />
    </Page>
  );
}

function NoDeliveries({ view, change }: { view: DeliveriesView; change: (part: Partial<DeliveriesView>) => void }) {
  const t = useTranslations('deliveries.empty');
  if (isFiltered(view) || view.page > 1) {
    return (
      <NothingMatches title={t('filteredTitle')} text={t('filteredText')} reset={t('reset')} onReset={() => change(EMPTY_VIEW)} />
    );
  }
  return (
    <EmptyState
      icon={<IconMailForward size={28} />}
      title={t('title')}
      action={<LinkButton href="/admin/geofences">{t('action')}</LinkButton>}
    >
      {t('text')}
    </EmptyState>
  );
}
