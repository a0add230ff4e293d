'use client';

import { Stack } from '@mantine/core';
import { IconBell, IconMail } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PauseLine } from '../pause-line';
import { TestWayButton, TestWayOutcome } from '../test-way';
import { type PauseDto, usePauses } from '../use-pauses';
import { useWayTest } from '../use-way-test';
import { WayRow } from './way-row';

interface BasicWaysProps {
  email: string;
  /** What the person has paused. */
  pauses: PauseDto[];
}

/** The ways that everybody has without setting anything up; whoever unsubscribed from all mails finds the way back here, too. */
export function BasicWays({ email, pauses: initial }: BasicWaysProps) {
  const t = useTranslations('notifyChoices.basic');
  const what = useTranslations('pauses.account')('all');
  const { pauses, busy, resume } = usePauses(initial);
  const all = pauses?.find(({ geofence_id }) => geofence_id === null);
  return (
    <>
      <BasicWay channel="inbox" icon={<IconBell size={20} aria-hidden />} state={t('inboxHint')} />
      <BasicWay channel="email" icon={<IconMail size={20} aria-hidden />} state={t('emailHint', { email })}>
        {all && <PauseLine pause={all} what={what} busy={busy} onResume={() => resume(all)} />}
      </BasicWay>
    </>
  );
}

interface Props {
  channel: 'inbox' | 'email';
  icon: ReactNode;
  state: string;
  /** Why nothing goes this way for now. */
  children?: ReactNode;
}

function BasicWay({ channel, icon, state, children }: Props) {
  const t = useTranslations('notifyChoices');
  const test = useWayTest({ channel, target_id: null });
  const outcome = test.now.phase === 'idle' ? null : <TestWayOutcome test={test} sentHint={t(`basic.${channel}Sent`)} />;
  return (
    <WayRow
      icon={icon}
      name={t(`ways.${channel}`)}
      state={state}
      actions={<TestWayButton test={test} name={t(`ways.${channel}`)} />}
    >
      {(children || outcome) && (
        <Stack gap="xs">
          {children}
          {outcome}
        </Stack>
      )}
    </WayRow>
  );
}
