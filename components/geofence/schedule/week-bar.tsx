'use client';

import { useTranslations } from 'next-intl';
import { type CSSProperties, type PointerEvent, useState } from 'react';
import type { ScheduleWindow, Weekday } from '@/lib/domain/model';
import { useWeekdays } from './use-weekdays';
import { barsOf, DAY_MINUTES, WEEKDAYS } from './week';
import classes from './week-bar.module.css';

/** What is drawn by hand snaps to it. */
const SNAP_MINUTES = 30;
const HOURS_TOLD = [0, 6, 12, 18, 24];

interface WeekBarProps {
  windows: readonly ScheduleWindow[];
  color: string;
  /** The window that is being edited in the list. */
  chosen: number | null;
  onDraw: (day: Weekday, from: number, to: number) => void;
  onChoose: (window: number) => void;
}

interface Stretch {
  day: Weekday;
  from: number;
  to: number;
}

function minuteAt(event: PointerEvent<HTMLElement>): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
  return Math.round((share * DAY_MINUTES) / SNAP_MINUTES) * SNAP_MINUTES;
}

const place = (from: number, to: number): CSSProperties => ({
  insetInlineStart: `${(from / DAY_MINUTES) * 100}%`,
  width: `${((to - from) / DAY_MINUTES) * 100}%`,
});

/** The week as seven bars of 24 hours. A stretch is drawn with the pointer; the list beside it does the same by keyboard. */
export function WeekBar({ windows, color, chosen, onDraw, onChoose }: WeekBarProps) {
  const t = useTranslations('editor.schedule');
  const { short } = useWeekdays();
  const [drawn, setDrawn] = useState<Stretch | null>(null);
  const bars = barsOf(windows);

  const finish = () => {
    if (drawn && drawn.from !== drawn.to) onDraw(drawn.day, drawn.from, drawn.to);
    setDrawn(null);
  };
  const begin = (day: Weekday) => (event: PointerEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const minute = minuteAt(event);
    setDrawn({ day, from: minute, to: minute });
  };
  const extend = (event: PointerEvent<HTMLElement>) => {
    if (drawn) setDrawn({ ...drawn, to: minuteAt(event) });
  };

  return (
    <div className={classes.week} style={{ '--bar-color': color } as CSSProperties} role="img" aria-label={t('bar')}>
      {WEEKDAYS.map((day) => (
        <div key={day} className={classes.row}>
          <span className={classes.day}>{short[day - 1]}</span>
          <div
            className={classes.hours}
            onPointerDown={begin(day)}
            onPointerMove={extend}
            onPointerUp={finish}
            onPointerCancel={() => setDrawn(null)}
          >
            {bars
              .filter((bar) => bar.day === day)
              .map((bar) => (
                <span
                  key={`${bar.window} ${bar.from}`}
                  className={classes.bar}
                  data-chosen={bar.window === chosen || undefined}
                  style={place(bar.from, bar.to)}
                  onPointerDown={() => onChoose(bar.window)}
                />
              ))}
            {drawn?.day === day && (
              <span className={classes.drawn} style={place(Math.min(drawn.from, drawn.to), Math.max(drawn.from, drawn.to))} />
            )}
          </div>
        </div>
      ))}
      <div className={classes.row} aria-hidden>
        <span className={classes.day} />
        <div className={classes.scale}>
          {HOURS_TOLD.map((hour) => (
            <span key={hour} style={{ insetInlineStart: `${(hour / 24) * 100}%` }}>
              {hour}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
