'use client';

import { Alert, Box, Button, Group } from '@mantine/core';
import { IconHexagon, IconQuestionMark, IconTimeline } from '@tabler/icons-react';
import Link from 'next/link';
import { useTimeZone, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { DownloadButton } from '@/components/common/download-button';
import { EmptyState } from '@/components/common/empty-state';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { useErrorText } from '@/components/common/use-error-text';
import { writeWhy } from '../explain/why-query';
import { NothingMatches } from '../table/nothing-matches';
import { Pages } from '../table/pages';
import { ResponsiveTable } from '../table/responsive-table';
import type { EventPage as EventPageData, Viewer } from '../types';
import { noteOpened } from './came-from-list';
import { CleanupButton } from './cleanup-button';
import { useEventColumns } from './event-columns';
import { EventFilters, type FilterChoice } from './event-filters';
import classes from './events.module.css';
import { csvLink, EMPTY_VIEW, type EventsView, isFiltered, PAGE_SIZE } from './filter';
import { ListStatus } from './list-status';
import { useEvents } from './use-events';
import { useView } from './use-view';

interface Props {
  viewer: Viewer;
  devices: readonly FilterChoice[];
  zones: readonly FilterChoice[];
  initialView: EventsView;
  initial: EventPageData;
  /** When the server read `initial`, epoch ms. */
  initialReadAt: number;
  retentionDays: number;
}

/** Everything that happened at the zones, newest first. */
export function EventsPage({ viewer, devices, zones, initialView, initial, initialReadAt, retentionDays }: Props) {
  const t = useTranslations('events');
  const errorText = useErrorText();
  const timeZone = useTimeZone() ?? viewer.time_zone;
  const [view, change] = useView();
  const listElement = useRef<HTMLDivElement>(null);
  const columns = useEventColumns();
  const { list, error, isLoading, reload, showNewest } = useEvents({
    view,
    timeZone,
    initialView,
    initial,
    initialReadAt,
    list: listElement,
  });

  const goTo = (page: number) => {
    change({ page });
    toTop(listElement.current);
  };
  const letIn = () => {
    showNewest();
    change({ page: 1 });
    toTop(listElement.current);
  };

  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description', { days: retentionDays })}
        actions={
          <>
            <Button
              component={Link}
              href={whyLink(view)}
              onClick={() => noteOpened('/admin/geofences/why')}
              variant="default"
              leftSection={<IconQuestionMark size={18} />}
            >
              {t('missing')}
            </Button>
            <DownloadButton href={csvLink(view, timeZone)}>{t('csv')}</DownloadButton>
            {viewer.role === 'admin' && <CleanupButton retentionDays={retentionDays} onDone={reload} />}
          </>
        }
      />
      <EventFilters view={view} change={change} devices={devices} zones={zones} />
      {error ? (
        <Alert color="red" mb="sm" title={t('refreshFailed')}>
          <Group justify="space-between">
            {errorText(error)}
            <Button size="compact-sm" variant="default" onClick={() => reload()}>
              {t('retry')}
            </Button>
          </Group>
        </Alert>
      ) : null}
      <ListStatus view={view} list={list} onShowNewest={letIn} onResetFilter={() => change(EMPTY_VIEW)} />
      <Box ref={listElement} className={classes.list} data-loading={isLoading || undefined} aria-busy={isLoading}>
        {list.events.length > 0 ? (
          <ResponsiveTable
            label={t('title')}
            columns={columns}
            rows={list.events}
            idOf={(event) => event.id}
            fresh={list.fresh}
          />
        ) : (
          <NoEvents view={view} hasZones={zones.length > 0} change={change} />
        )}
      </Box>
      <Pages total={list.total - list.place.held} size={PAGE_SIZE} page={view.page} onChange={goTo} />
    </Page>
  );
}

const whyLink = ({ device, zone }: EventsView) => `/admin/geofences/why?${writeWhy({ device, zone, from: null, to: null })}`;

function NoEvents({ view, hasZones, change }: { view: EventsView; hasZones: boolean; change: (view: EventsView) => void }) {
  const t = useTranslations('events.empty');
  if (isFiltered(view) || view.page > 1) {
    return (
      <NothingMatches title={t('filteredTitle')} text={t('filteredText')} reset={t('reset')} onReset={() => change(EMPTY_VIEW)} />
    );
  }
  const [text, href, label] = hasZones
    ? (['waitingText', '/map', 'map'] as const)
    : (['noZonesText', '/admin/geofences/new', 'newZone'] as const);
  return (
    <EmptyState
      icon={hasZones ? <IconTimeline size={28} /> : <IconHexagon size={28} />}
      title={t('title')}
      action={
        <Button component={Link} href={href}>
          {t(label)}
        </Button>
      }
    >
      {t(text)}
    </EmptyState>
  );
}

/** Another page of the list begins at its top, unless that is in sight anyway. */
function toTop(list: HTMLElement | null): void {
  if (list && list.getBoundingClientRect().top < 0) list.scrollIntoView({ block: 'start' });
}
