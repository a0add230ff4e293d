import type { ExplainedStep } from './explain-step';

/** A step, and how many before it are not shown because nothing happened in them. */
export type ShownStep = ExplainedStep & { skipped_before: number };

/**
 * At most `most` steps: all in which something was decided or taken back, then those in which something changed, then as many of the
 * quiet ones as there is room for, evenly. The first and the last always stay.
 */
export function thin(steps: readonly ExplainedStep[], most: number): ShownStep[] {
  const ranks = steps.map((step, index) => rankOf(step, steps[index - 1], index === 0 || index === steps.length - 1));
  const keep = new Set<number>();
  for (const rank of [0, 1, 2]) {
    const of = ranks.flatMap((one, index) => (one === rank ? [index] : []));
    for (const index of evenly(of, most - keep.size)) keep.add(index);
  }
  let skipped = 0;
  return steps.flatMap((step, index) => {
    if (!keep.has(index)) {
      skipped += 1;
      return [];
    }
    const skipped_before = skipped;
    skipped = 0;
    return [{ ...step, skipped_before }];
  });
}

function rankOf(step: ExplainedStep, before: ExplainedStep | undefined, isEnd: boolean): 0 | 1 | 2 {
  if (isEnd || step.decided.length > 0 || step.taken_back.length > 0 || step.kind !== 'fix') return 0;
  return before !== undefined && signature(step) === signature(before) ? 2 : 1;
}

/** What two steps must have in common for the second to be no news. */
function signature(step: ExplainedStep): string {
  const decision = step.kind === 'fix' ? step.decision : step.kind;
  return `${decision} ${step.inside} ${step.crossing_since} ${step.pending?.due} ${step.dwell_due}`;
}

function evenly(indices: readonly number[], room: number): number[] {
  if (indices.length <= room) return [...indices];
  if (room <= 0) return [];
  return Array.from({ length: room }, (_, i) => indices[Math.floor((i * indices.length) / room)] as number);
}
