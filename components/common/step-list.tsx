import { Loader } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './step-list.module.css';

/** How a step of a test stands; `untried`: no test runs. */
export type StepLook = 'ok' | 'failed' | 'skipped' | 'waiting' | 'running' | 'untried';

const ICONS: Record<Exclude<StepLook, 'running'>, { icon: typeof IconCircleCheck; color: string }> = {
  ok: { icon: IconCircleCheck, color: 'teal' },
  failed: { icon: IconCircleX, color: 'red' },
  skipped: { icon: IconCircleMinus, color: 'gray' },
  waiting: { icon: IconCircleDashed, color: 'gray' },
  untried: { icon: IconCircleDashed, color: 'gray' },
};

/** The steps of a test in their order. */
export function StepList({ children }: { children: ReactNode }) {
  return <ol className={classes.steps}>{children}</ol>;
}

/** One step. The icon is for the eye only: the words must say the same. */
export function StepItem({ look, children }: { look: StepLook; children: ReactNode }) {
  return (
    <li className={classes.step}>
      <StepIcon look={look} />
      <div className={classes.body}>{children}</div>
    </li>
  );
}

function StepIcon({ look }: { look: StepLook }) {
  if (look === 'running') return <Loader size={20} className={classes.icon} aria-hidden />;
  const { icon: Icon, color } = ICONS[look];
  return <Icon size={20} className={classes.icon} color={`var(--mantine-color-${color}-text)`} aria-hidden />;
}
