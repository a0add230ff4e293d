import type { FixStepDto, StepDto } from './types';

export interface ChartPoint {
  /** Index among all steps. */
  index: number;
  step: FixStepDto;
  x: number;
  y: number;
}

export interface ChartFrame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where the fixes lie in the chart: time to the right, probability upwards. Pixels. */
export function chartPoints(steps: readonly StepDto[], frame: ChartFrame): ChartPoint[] {
  const fixes = steps.flatMap((step, index) => (step.kind === 'fix' ? [{ step, index }] : []));
  const times = fixes.map(({ step }) => Date.parse(step.at));
  const first = times[0] ?? 0;
  const span = Math.max(1, (times.at(-1) ?? 0) - first);
  const room = frame.width - frame.left - frame.right;
  return fixes.map(({ step, index }, i) => ({
    step,
    index,
    x: times.length === 1 ? frame.left + room / 2 : frame.left + (((times[i] as number) - first) / span) * room,
    y: heightOf(step.probability, frame),
  }));
}

/** Pixels from the top for a probability, 0–1. */
export function heightOf(probability: number, { height, top, bottom }: ChartFrame): number {
  return top + (1 - probability) * (height - top - bottom);
}

/** A threshold as a line in steps: each fix has its own, because it depends on the circle. Null interrupts it. */
export function thresholdPath(points: readonly ChartPoint[], of: (step: FixStepDto) => number | null, frame: ChartFrame): string {
  const edges = points.map(({ x }, i) => ({
    from: i === 0 ? frame.left : (x + (points[i - 1] as ChartPoint).x) / 2,
    to: i === points.length - 1 ? frame.width - frame.right : (x + (points[i + 1] as ChartPoint).x) / 2,
  }));
  return points
    .flatMap(({ step }, i) => {
      const value = of(step);
      const edge = edges[i];
      if (value === null || !edge) return [];
      const y = heightOf(value, frame).toFixed(1);
      return [`M${edge.from.toFixed(1)} ${y}H${edge.to.toFixed(1)}`];
    })
    .join('');
}

/** The point that a pointer is nearest to. */
export function nearestPoint(points: readonly ChartPoint[], x: number): ChartPoint | null {
  return points.reduce<ChartPoint | null>(
    (best, point) => (best === null || Math.abs(point.x - x) < Math.abs(best.x - x) ? point : best),
    null,
  );
}
