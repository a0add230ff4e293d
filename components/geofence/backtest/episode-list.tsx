'use client';

import { Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconMapPin } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import classes from './backtest.module.css';
import type { Backtest, Episode, TriedFalseExit, TriedStay } from './types';
import type { BacktestView } from './use-backtest';

const SHOWN_AT_FIRST = 6;

/** Stays and likely false exits of the size that is looked at, newest first; pointing at one shows it on the map. */
export function EpisodeList({ backtest, result }: { backtest: BacktestView; result: Backtest }) {
  const t = useTranslations('backtest');
  const [all, setAll] = useState(false);
  const { episodes, pointed, point } = backtest;
  // What is pointed at on the map has its row in sight.
  const shown = episodes.filter(({ key }, i) => all || i < SHOWN_AT_FIRST || key === pointed);
  if (episodes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('none')}
      </Text>
    );
  }
  return (
    <div>
      <ul className={classes.list} aria-label={t('list')}>
        {shown.map((episode) => (
          <li key={episode.key}>
            <button
              type="button"
              className={classes.row}
              data-pointed={episode.key === pointed || undefined}
              aria-pressed={episode.key === pointed}
              onMouseEnter={() => point(episode.key)}
              onMouseLeave={() => point(null)}
              onFocus={() => point(episode.key)}
              onBlur={() => point(null)}
            >
              {episode.kind === 'stay' ? (
                <StayRow stay={episode.stay} device={nameOf(episode, result)} />
              ) : (
                <ExitRow exit={episode.exit} device={nameOf(episode, result)} />
              )}
            </button>
          </li>
        ))}
      </ul>
      {episodes.length > SHOWN_AT_FIRST && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t('less') : t('more', { count: episodes.length })}
        </Button>
      )}
    </div>
  );
}

/** Only where there is more than one device to tell apart. */
function nameOf(episode: Episode, { devices }: Backtest): string | null {
  const id = episode.kind === 'stay' ? episode.stay.device_id : episode.exit.device_id;
  return devices.length < 2 ? null : (devices.find(({ device_id }) => device_id === id)?.device_name ?? null);
}

function StayRow({ stay, device }: { stay: TriedStay; device: string | null }) {
  const t = useTranslations('backtest.stay');
  const format = useFormat();
  const now = useNow();
  const enter = stay.entered_at === null ? t('before') : format.when(stay.entered_at, now);
  const left = stay.left_at === null ? t('still') : format.when(stay.left_at, now);
  return (
    <>
      <IconMapPin size={16} aria-hidden className={classes.icon} />
      <span>
        {enter} – {left}
        {device && <span className={classes.device}>{device}</span>}
      </span>
      <span className={classes.length}>{format.duration(stay.seconds)}</span>
    </>
  );
}

function ExitRow({ exit, device }: { exit: TriedFalseExit; device: string | null }) {
  const t = useTranslations('backtest.exit');
  const format = useFormat();
  const now = useNow();
  const time = format.when(exit.left_at, now);
  const duration = format.duration(Math.abs(Date.parse(exit.other_at) - Date.parse(exit.left_at)) / 1000);
  return (
    <>
      <IconAlertTriangle size={16} aria-hidden className={classes.doubtful} />
      <span className={classes.wide}>
        {t(exit.reason, { time, duration, distance: format.distance(exit.farthest_meters) })}
        {device && <span className={classes.device}>{device}</span>}
      </span>
    </>
  );
}
