'use client';

import { Alert, Button } from '@mantine/core';
import { IconAlertCircle, IconDeviceMobileMessage } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { WayRow } from '../settings/way-row';
import { BrowserRow } from './browser-row';
import { Cannot } from './cannot';
import { LostKeys } from './lost-keys';
import type { PushOverview } from './types';
import type { ThisBrowser as Here } from './use-this-browser';

interface Props {
  here: Here;
  overview: PushOverview;
  isAdmin: boolean;
  onChange: () => Promise<unknown>;
}

/** Whether this browser takes pushes, with the switch for it. */
export function ThisBrowser(props: Props) {
  const { here, overview, onChange } = props;
  const t = useTranslations('notifyPush');
  const { ability, id, busy } = here;
  const trouble = useTrouble(props);
  const icon = <IconDeviceMobileMessage size={20} aria-hidden />;
  const browser = overview.browsers.find((one) => one.id === id);
  const canTurnOn = overview.problem === null && (ability === null || ability === 'ready');
  const turnOn = canTurnOn && (
    <Button size="sm" onClick={here.turnOn} loading={busy} disabled={ability === null}>
      {t('turnOn')}
    </Button>
  );
  if (browser) {
    const action = (
      <>
        {!browser.is_active && turnOn}
        <Button size="sm" variant="default" onClick={here.turnOff} loading={busy}>
          {t('turnOff')}
        </Button>
      </>
    );
    return (
      <BrowserRow browser={browser} icon={icon} name={t('hereNamed', { name: browser.name })} action={action} onChange={onChange}>
        {trouble}
      </BrowserRow>
    );
  }
  return (
    <WayRow icon={icon} name={t('here')} state={t('hereOff')} actions={turnOn}>
      {trouble}
    </WayRow>
  );
}

/** What stands in the way, if anything does. A hook's result rather than a component: a row without it has no empty line. */
function useTrouble({ here: { ability, problem }, overview, isAdmin, onChange }: Props): ReactNode {
  const t = useTranslations('notifyPush.refused');
  if (overview.problem !== null) return <LostKeys isAdmin={isAdmin} onChange={onChange} />;
  if (ability !== null && ability !== 'ready') return <Cannot ability={ability} secureUrl={overview.secure_url} />;
  if (problem === null) return null;
  return (
    <Alert color="red" icon={<IconAlertCircle />} role="alert">
      {'reason' in problem ? t(problem.reason) : problem.text}
    </Alert>
  );
}
