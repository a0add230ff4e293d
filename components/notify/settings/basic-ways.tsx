'use client';

import { IconBell, IconMail } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { TestWayButton, TestWayOutcome } from '../test-way';
import { useWayTest } from '../use-way-test';
import { WayRow } from './way-row';

/** The ways that everybody has without setting anything up. */
export function BasicWays({ email }: { email: string }) {
  const t = useTranslations('notifyChoices.basic');
  return (
    <>
      <BasicWay channel="inbox" icon={<IconBell size={20} aria-hidden />} state={t('inboxHint')} />
      <BasicWay channel="email" icon={<IconMail size={20} aria-hidden />} state={t('emailHint', { email })} />
    </>
  );
}

interface Props {
  channel: 'inbox' | 'email';
  icon: ReactNode;
  state: string;
}

function BasicWay({ channel, icon, state }: Props) {
  const t = useTranslations('notifyChoices');
  const test = useWayTest({ channel, target_id: null });
  return (
    <WayRow
      icon={icon}
      name={t(`ways.${channel}`)}
      state={state}
      actions={<TestWayButton test={test} name={t(`ways.${channel}`)} />}
    >
      {test.now.phase === 'idle' ? null : <TestWayOutcome test={test} sentHint={t(`basic.${channel}Sent`)} />}
    </WayRow>
  );
}
