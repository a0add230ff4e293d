import { Paper } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LanguageSwitch } from '../auth/language-switch';
import { LinkButton } from '../common/link-button';
import { Mark } from '../shell/logo';
import classes from './setup.module.css';
import { StepList } from './step-list';
import type { Step } from './steps';

interface Props {
  current: Step | 'done';
  done: Step[];
  deviceId?: number | null;
  /** Nobody is signed in yet: the language can be chosen, and there is nothing to leave for. */
  stranger?: boolean;
  children: ReactNode;
}

/** The page around each step of the setup: where one is, and the way out. */
export function SetupFrame({ current, done, deviceId, stranger = false, children }: Props) {
  const t = useTranslations('setup');
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <span className={classes.brand}>
          <Mark />
          Fencepost
        </span>
        {stranger ? (
          <LanguageSwitch />
        ) : (
          <LinkButton href="/map" variant="subtle" color="gray" rightSection={<IconX size={16} />}>
            {t('leave')}
          </LinkButton>
        )}
      </header>
      <StepList current={current} done={done} deviceId={deviceId ?? null} clickable={!stranger} />
      <main className={classes.main}>
        <Paper withBorder p={{ base: 'md', sm: 'xl' }} shadow="xs">
          {children}
        </Paper>
      </main>
    </div>
  );
}
