'use client';

import { useTranslations } from 'next-intl';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import type { AlertDto } from '../expectations/types';
import type { AuditDto, DeviceDto, EventPage, Viewer } from '../types';
import { AlertsWidget } from './alerts-widget';
import { AuditWidget } from './audit-widget';
import classes from './dashboard.module.css';
import { DevicesWidget } from './devices-widget';
import { type Failing, FailingDeliveries } from './failing-deliveries';
import { type Health, HealthWidget } from './health-widget';
import { RecentEvents } from './recent-events';
import { type ZonesData, ZonesWidget } from './zones-widget';

interface Props {
  viewer: Viewer;
  zones: ZonesData;
  devices: DeviceDto[];
  health: Health;
  events: EventPage;
  /** Those that later news has not taken back. */
  alerts: AlertDto[];
  failing: Failing;
  /** Null for those who may not read it. */
  audit: AuditDto[] | null;
}

/** How everything is, on one page. */
export function Dashboard({ viewer, zones, devices, health, events, alerts, failing, audit }: Props) {
  const t = useTranslations('dashboard');
  return (
    <Page>
      <PageHeader title={t('title')} description={t(viewer.role === 'admin' ? 'descriptionAdmin' : 'description')} />
      <FailingDeliveries initial={failing} />
      <div className={classes.grid}>
        <div className={classes.column}>
          <AlertsWidget initial={alerts} />
          <ZonesWidget initial={zones} />
          <RecentEvents initial={events} />
          {audit && <AuditWidget initial={audit} />}
        </div>
        <div className={classes.column}>
          <DevicesWidget initial={devices} />
          <HealthWidget initial={health} isAdmin={viewer.role === 'admin'} />
        </div>
      </div>
    </Page>
  );
}
