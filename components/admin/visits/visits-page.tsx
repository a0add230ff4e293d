'use client';

import { Alert, Box, Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { IconHexagon, IconHourglassEmpty } from '@tabler/icons-react';
import { useTimeZone, useTranslations } from 'next-intl';
import { DownloadButton } from '@/components/common/download-button';
import { EmptyState } from '@/components/common/empty-state';
import { LinkButton } from '@/components/common/link-button';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { useErrorText } from '@/components/common/use-error-text';
import { useNow } from '@/components/common/use-now';
import type { MapZone, TileSource } from '@/components/map/types';
import type { FilterChoice } from '../events/event-filters';
import { Section } from '../section';
import { Pages } from '../table/pages';
import { ResponsiveTable } from '../table/responsive-table';
import classes from './charts.module.css';
import { DayChart } from './day-chart';
import { SummaryCards } from './summary-cards';
import { useVisits, type VisitsData } from './use-visits';
import { barsOf, EMPTY_VIEW, PAGE_SIZE, spanOf, type VisitsView, viewQuery } from './view';
import { useVisitColumns } from './visit-columns';
import { VisitFilters } from './visit-filters';
import { WeekHeat } from './week-heat';
import { ZoneHeat } from './zone-heat';

interface Props {
  devices: readonly FilterChoice[];
  /** Groups included. */
  choices: readonly FilterChoice[];
  zones: readonly MapZone[];
  tiles: TileSource;
  initialView: VisitsView;
  initial: VisitsData;
}

/** How long devices were where, by day, week and zone. */
export function VisitsPage({ devices, choices, zones, tiles, initialView, initial }: Props) {
  const t = useTranslations('visits');
  const errorText = useErrorText();
  const { view, change, query, data, error, isLoading, reload } = useVisits(initialView, initial);
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<DownloadButton href={`/api/geofences/visits?${query}&format=csv`}>{t('csv')}</DownloadButton>}
      />
      <VisitFilters view={view} change={change} devices={devices} zones={choices} />
      {error ? (
        <Alert color="red" mb="sm" title={t('failed')}>
          <Group justify="space-between">
            {errorText(error)}
            <Button size="xs" variant="default" onClick={reload}>
              {t('retry')}
            </Button>
          </Group>
        </Alert>
      ) : null}
      <Box className={classes.results} data-loading={isLoading || undefined} aria-busy={isLoading}>
        {data.page.total > 0 ? (
          <Results view={view} change={change} data={data} zones={zones} tiles={tiles} />
        ) : (
          <NoVisits view={view} hasZones={choices.length > 0} change={change} />
        )}
      </Box>
    </Page>
  );
}

interface ResultsProps {
  view: VisitsView;
  change: (part: Partial<VisitsView>) => void;
  data: VisitsData;
  zones: readonly MapZone[];
  tiles: TileSource;
}

function Results({ view, change, data, zones, tiles }: ResultsProps) {
  const t = useTranslations('visits');
  const columns = useVisitColumns();
  const timeZone = useTimeZone() ?? 'UTC';
  const span = spanOf(view, useNow(), timeZone);
  const { visits, total, summary } = data.page;
  return (
    <Stack gap="lg">
      <SummaryCards summary={summary} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <DayChart series={barsOf(span, summary.per_day, summary.per_week)} />
        <WeekHeat perHour={summary.per_hour} />
      </SimpleGrid>
      <ZoneHeat stats={data.stats} zones={zones} tiles={tiles} />
      <Section title={t('list')}>
        <ResponsiveTable
          label={t('list')}
          columns={columns}
          rows={visits}
          idOf={(visit) => `${visit.geofence_id} ${visit.device_id} ${visit.enter_event_id} ${visit.exit_event_id}`}
        />
        <Pages total={total} size={PAGE_SIZE} page={view.page} onChange={(page) => change({ page })} />
      </Section>
    </Stack>
  );
}

function NoVisits({ view, hasZones, change }: { view: VisitsView; hasZones: boolean; change: (view: VisitsView) => void }) {
  const t = useTranslations('visits.empty');
  if (!hasZones) {
    return (
      <EmptyState
        icon={<IconHexagon size={28} />}
        title={t('noZonesTitle')}
        action={<LinkButton href="/admin/geofences/new">{t('newZone')}</LinkButton>}
      >
        {t('noZones')}
      </EmptyState>
    );
  }
  const isFiltered = viewQuery(view) !== '';
  return (
    <EmptyState
      icon={<IconHourglassEmpty size={28} />}
      title={t(isFiltered ? 'filteredTitle' : 'title')}
      action={isFiltered ? <Button onClick={() => change(EMPTY_VIEW)}>{t('reset')}</Button> : undefined}
    >
      {t(isFiltered ? 'filtered' : 'text')}
    </EmptyState>
  );
}
