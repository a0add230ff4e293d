import { chartPoints, heightOf, nearestPoint, thresholdPath } from '@/components/admin/explain/chart-scale';
import type { FixStepDto } from '@/components/admin/explain/types';
import { instantOf, wallClockOf } from '@/components/admin/explain/wall-clock';
import { MAX_SPAN_MS, parseWhy, spanOf, writeWhy } from '@/components/admin/explain/why-query';

const frame = { width: 140, height: 120, left: 30, right: 10, top: 10, bottom: 10 };
const NOW = Date.UTC(2026, 4, 1, 12);
const step = (minute: number, probability: number, inside_from: number | null = 0.5): FixStepDto =>
  ({ kind: 'fix', at: new Date(NOW + minute * 60_000).toISOString(), probability, inside_from }) as FixStepDto;

describe('the chart of probabilities', () => {
  test('has time to the right, probability upwards, and knows which step each point is', () => {
    const timer = { kind: 'timer', at: new Date(NOW).toISOString() } as never;
    const points = chartPoints([step(0, 0), timer, step(5, 1), step(10, 0.5)], frame);
    expect(points.map(({ index, x, y }) => [index, x, y])).toEqual([
      [0, 30, 110],
      [2, 80, 10],
      [3, 130, 60],
    ]);
    expect(heightOf(0.25, frame)).toBe(85);
  });

  test('draws a lone fix in the middle and nothing for none', () => {
    expect(chartPoints([step(0, 1)], frame)).toMatchObject([{ x: 80, y: 10 }]);
    expect(chartPoints([], frame)).toEqual([]);
    expect(nearestPoint([], 5)).toBeNull();
  });

  test('interrupts a threshold where no probability would decide', () => {
    const points = chartPoints([step(0, 0, 1), step(5, 0, null), step(10, 0, 0)], frame);
    expect(thresholdPath(points, ({ inside_from }) => inside_from, frame)).toBe('M30.0 10.0H55.0M105.0 110.0H130.0');
  });

  test('finds the point that a finger is nearest to', () => {
    const points = chartPoints([step(0, 0), step(10, 0)], frame);
    expect([nearestPoint(points, 79)?.index, nearestPoint(points, 81)?.index]).toEqual([0, 1]);
  });
});

describe('the question why', () => {
  test('survives the way through the URL', () => {
    const asked = { device: 7, zone: '0b0c9a52-8d55-4f6c-9d4e-0d0f5ac9b001', from: NOW, to: NOW + 60_000 };
    expect(parseWhy(new URLSearchParams(writeWhy(asked)))).toEqual(asked);
  });

  test('leaves out what makes no sense and looks at the last 24 hours then', () => {
    const long = writeWhy({ device: 1, zone: null, from: NOW, to: NOW + MAX_SPAN_MS + 1 });
    const asked = parseWhy(new URLSearchParams(`${long}&zone=x&device=-3`));
    expect(asked).toEqual({ device: 1, zone: null, from: null, to: null });
    expect(spanOf(asked, NOW)).toEqual({ from: NOW - 86_400_000, to: NOW });
  });

  test("shows and reads times by the reader's clock", () => {
    expect(wallClockOf(NOW, 'Europe/Berlin')).toBe('2026-05-01 14:00:00');
    expect(instantOf('2026-05-01 14:00:00', 'Europe/Berlin')).toBe(NOW);
  });
});
