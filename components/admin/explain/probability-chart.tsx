'use client';

import { useElementSize } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useFormat } from '@/components/common/use-format';
import { type ChartFrame, type ChartPoint, chartPoints, heightOf, nearestPoint, thresholdPath } from './chart-scale';
import classes from './explain.module.css';
import type { StepDto } from './types';
import { useStepWords } from './use-step-words';

const HEIGHT = 190;
const MARK = 4.5;

interface Props {
  steps: readonly StepDto[];
  selected: number | null;
  onSelect: (index: number) => void;
}

/** How likely the device was inside, fix by fix, and what would have decided. Arrow keys go from fix to fix. */
export function ProbabilityChart({ steps, selected, onSelect }: Props) {
  const t = useTranslations('explain.chart');
  const format = useFormat();
  const words = useStepWords();
  const { ref, width } = useElementSize();
  const frame: ChartFrame = { width: Math.max(width, 240), height: HEIGHT, left: 54, right: 14, top: 16, bottom: 36 };
  const points = chartPoints(steps, frame);
  const at = points.findIndex(({ index }) => index === selected);
  const point = points[at];

  const byPointer = (event: PointerEvent<HTMLElement>) => {
    const found = nearestPoint(points, event.clientX - event.currentTarget.getBoundingClientRect().left);
    if (found) onSelect(found.index);
  };
  const byKey = (event: KeyboardEvent) => {
    const to = targetOf(event.key, at, points.length);
    if (to === null) return;
    event.preventDefault();
    const next = points[to];
    if (next) onSelect(next.index);
  };

  return (
    <div
      ref={ref}
      className={classes.chart}
      role="slider"
      tabIndex={0}
      aria-label={t('label')}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, points.length - 1)}
      aria-valuenow={Math.max(0, at)}
      aria-valuetext={
        point
          ? `${format.exact(point.step.at)}: ${format.percent(100 * point.step.probability)}. ${words.title(point.step)}`
          : t('none')
      }
      onPointerMove={byPointer}
      onPointerDown={byPointer}
      onKeyDown={byKey}
    >
      <svg width="100%" height={HEIGHT} viewBox={`0 0 ${frame.width} ${HEIGHT}`} aria-hidden>
        <Axis frame={frame} points={points} />
        <path d={thresholdPath(points, (step) => step.inside_from, frame)} className={classes.insideFrom} />
        <path d={thresholdPath(points, (step) => step.outside_to, frame)} className={classes.outsideTo} />
        <polyline points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} className={classes.curve} />
        {point && <line x1={point.x} x2={point.x} y1={frame.top} y2={HEIGHT - frame.bottom} className={classes.cursor} />}
        {points.map((one) => (
          <Mark key={one.index} point={one} isSelected={one.index === selected} />
        ))}
      </svg>
    </div>
  );
}

function targetOf(key: string, at: number, count: number): number | null {
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(count - 1, at + 1);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

function Axis({ frame, points }: { frame: ChartFrame; points: readonly ChartPoint[] }) {
  const format = useFormat();
  const first = points[0];
  const last = points.at(-1);
  const day = first && last && format.date(first.step.at) !== format.date(last.step.at);
  const write = (moment: string) => (day ? format.dateTime(moment) : format.time(moment));
  return (
    <g className={classes.axis}>
      {[0, 0.5, 1].map((value) => (
        <g key={value}>
          <line x1={frame.left} x2={frame.width - frame.right} y1={heightOf(value, frame)} y2={heightOf(value, frame)} />
          <text x={frame.left - 6} y={heightOf(value, frame) + 4} textAnchor="end">
            {format.percent(100 * value)}
          </text>
        </g>
      ))}
      {first && (
        <text x={frame.left} y={frame.height - 6}>
          {write(first.step.at)}
        </text>
      )}
      {last && last !== first && (
        <text x={frame.width - frame.right} y={frame.height - 6} textAnchor="end">
          {write(last.step.at)}
        </text>
      )}
    </g>
  );
}

/** Inside is full, outside a ring, undecided a diamond, ignored a cross; a decision has a ring around it. */
export function Mark({ point: { x, y, step }, isSelected }: { point: ChartPoint; isSelected: boolean }) {
  const size = isSelected ? MARK + 2 : MARK;
  return (
    <g className={classes.mark} data-decision={step.decision} data-selected={isSelected || undefined}>
      {(step.decided.length > 0 || step.taken_back.length > 0) && (
        <circle cx={x} cy={y} r={size + 4} className={classes.decisive} />
      )}
      <MarkShape decision={step.decision} x={x} y={y} size={size} />
    </g>
  );
}

interface ShapeProps {
  decision: ChartPoint['step']['decision'];
  x: number;
  y: number;
  size: number;
}

export function MarkShape({ decision, x, y, size }: ShapeProps) {
  if (decision === 'inside' || decision === 'outside') return <circle cx={x} cy={y} r={size} />;
  if (decision === 'undecided') {
    return <path d={`M${x} ${y - size - 1}L${x + size + 1} ${y}L${x} ${y + size + 1}L${x - size - 1} ${y}Z`} />;
  }
  const arm = size - 1;
  return <path d={`M${x - arm} ${y - arm}L${x + arm} ${y + arm}M${x - arm} ${y + arm}L${x + arm} ${y - arm}`} />;
}
