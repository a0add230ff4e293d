'use client';

import { Group } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect } from 'react';
import { WayRow } from '../settings/way-row';
import { TestWayButton, TestWayOutcome } from '../test-way';
import { useWayTest } from '../use-way-test';
import { ResumeButton } from './browser-actions';
import { BrowserState } from './browser-state';
import type { PushBrowser } from './types';

interface Props {
  browser: PushBrowser;
  icon: ReactNode;
  /** As the list calls it. */
  name: string;
  /** What ends it. */
  action: ReactNode;
  onChange: () => Promise<unknown>;
  children?: ReactNode;
}

/** A browser that takes pushes: how it is doing, a test of it, and what ends it. */
export function BrowserRow({ browser, icon, name, action, onChange, children }: Props) {
  const t = useTranslations('notifyPush');
  const test = useWayTest({ channel: 'push', target_id: browser.id });
  const { phase } = test.now;
  useEffect(() => {
    // When something was sent last, or that the browser is gone.
    if (phase === 'done') void onChange();
  }, [phase, onChange]);
  const outcome = phase === 'idle' ? null : <TestWayOutcome test={test} sentHint={t('sentHint')} />;
  // Nothing rather than an empty line.
  const below =
    (outcome ?? children) ? (
      <>
        {outcome}
        {children}
      </>
    ) : null;
  const works = browser.is_active && browser.paused_at === null;
  return (
    <WayRow
      icon={icon}
      name={name}
      state={<BrowserState browser={browser} />}
      actions={
        <Group gap="xs">
          {works && <TestWayButton test={test} name={name} />}
          <ResumeButton browser={browser} onChange={onChange} />
          {action}
        </Group>
      }
    >
      {below}
    </WayRow>
  );
}
