'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { useFormat } from '@/components/common/use-format';
import { Battery } from './battery';
import classes from './device-card.module.css';
import type { MapLocation } from './types';

/** Few need to know that these were not given. */
const OPTIONAL = new Set(['altitude', 'poi', 'tag']);

/** What the phone said with its last position. What it did not say is not shown as zero. */
export function DeviceDetails({ location }: { location: MapLocation }) {
  const t = useTranslations('map.device');
  const format = useFormat();
  const rows = [
    [
      'time',
      <time key="time" dateTime={location.occurred_at}>
        {format.exact(location.occurred_at)}
      </time>,
    ],
    ['poi', location.poi],
    ['tag', location.tag],
    ['speed', location.velocity === null ? null : format.speed(location.velocity)],
    ['accuracy', location.accuracy === null ? null : t('accuracyValue', { distance: format.distance(location.accuracy) })],
    ['altitude', location.altitude === null ? null : format.distance(location.altitude)],
    ['batteryLabel', location.battery === null ? null : <Battery key="battery" location={location} />],
    ['position', format.coordinates(location.latitude, location.longitude)],
  ] as const;
  return (
    <dl className={classes.details}>
      {rows
        .filter(([name, value]) => value !== null || !OPTIONAL.has(name))
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{t(name)}</dt>
            <dd>{value ?? t('unknown')}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
