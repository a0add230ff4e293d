import type { ProgressStep } from './types';

/** What must have happened for a fix to arrive, in this order. */
export const stages = ['connection', 'password', 'topic', 'fix'] as const;
export type Stage = (typeof stages)[number];
export type StageState = 'done' | 'failed' | 'waiting' | 'later';

/** Where a problem holds up the rest. */
const heldUpAt: Record<Exclude<ProgressStep, 'done'>, Stage> = {
  no_connection: 'connection',
  wrong_password: 'password',
  wrong_topic: 'topic',
  no_fix: 'fix',
};

/** How a stage stands: what comes before the problem is done, what comes after it is for later. */
export function stateOf(stage: Stage, step: ProgressStep): StageState {
  if (step === 'done') return 'done';
  const distance = stages.indexOf(stage) - stages.indexOf(heldUpAt[step]);
  if (distance < 0) return 'done';
  if (distance > 0) return 'later';
  return step === 'wrong_password' || step === 'wrong_topic' ? 'failed' : 'waiting';
}
