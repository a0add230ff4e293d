import { IconCircleCheckFilled } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import classes from './setup.module.css';
import { type Step, stepHref, steps } from './steps';

interface Props {
  current: Step | 'done';
  done: Step[];
  deviceId: number | null;
  clickable: boolean;
}

/** The steps of the setup, done or not, each a link once somebody is signed in. */
export function StepList({ current, done, deviceId, clickable }: Props) {
  const t = useTranslations('setup');
  return (
    <nav aria-label={t('steps.label')} style={{ width: '100%', display: 'flex', justifyContent: 'center' }}>
      <ol className={classes.steps}>
        {steps.map((step, index) => {
          const isDone = done.includes(step);
          const common = {
            className: classes.stepBody,
            'data-state': isDone ? 'done' : 'open',
            'aria-current': step === current ? ('step' as const) : undefined,
          };
          const content = (
            <>
              {isDone ? (
                <IconCircleCheckFilled size={18} color="var(--mantine-color-anchor)" aria-hidden style={{ flexShrink: 0 }} />
              ) : (
                <span aria-hidden>{index + 1}</span>
              )}
              <span className={classes.stepName}>
                {t(`steps.${step}`)}
                {isDone ? <span className="visually-hidden"> ({t('steps.done')})</span> : null}
              </span>
            </>
          );
          return (
            <li key={step} className={classes.step}>
              {clickable && step !== 'admin' ? (
                <Link href={stepHref(step, deviceId)} {...common}>
                  {content}
                </Link>
              ) : (
                <span {...common}>{content}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
