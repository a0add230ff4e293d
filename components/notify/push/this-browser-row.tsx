'use client';

import { Alert, Button, Group } from '@mantine/core';
import { IconAlertCircle, IconDeviceMobileMessage } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { WayRow } from '../settings/way-row';
import { ResumeButton } from './browser-actions';
import { BrowserState } from './browser-state';
import { Cannot } from './cannot';
import { LostKeys } from './lost-keys';
import type { PushOverview } from './types';
import type { ThisBrowser } from './use-this-browser';

interface Props {
  here: ThisBrowser;
  overview: PushOverview;
  isAdmin: boolean;
  onChange: () => Promise<unknown>;
}

/** Whether this browser takes pushes, with the switch for it. */
export function ThisBrowserRow({ here, overview, isAdmin, onChange }: Props) {
  const t = useTranslations('notifyPush');
  const { ability, id, busy } = here;
  const browser = overview.browsers.find((one) => one.id === id) ?? null;
  const canTurnOn = ability === null || (ability === 'ready' && overview.problem === null);
  return (
    <WayRow
      icon={<IconDeviceMobileMessage size={20} aria-hidden />}
      name={browser === null ? t('here') : t('hereNamed', { name: browser.name })}
      state={browser === null ? t('hereOff') : <BrowserState browser={browser} />}
      actions={
        <Group gap="xs">
          {browser && <ResumeButton browser={browser} onChange={onChange} />}
          {browser ? (
            <Button size="sm" variant="default" onClick={here.turnOff} loading={busy}>
              {t('turnOff')}
            </Button>
          ) : (
            canTurnOn && (
              <Button size="sm" onClick={here.turnOn} loading={busy} disabled={ability === null}>
                {t('turnOn')}
              </Button>
            )
          )}
        </Group>
      }
    >
      {overview.problem === null ? (
        <Trouble here={here} secureUrl={overview.secure_url} />
      ) : (
        <LostKeys isAdmin={isAdmin} onChange={onChange} />
      )}
    </WayRow>
  );
}

function Trouble({ here: { ability, problem }, secureUrl }: { here: ThisBrowser; secureUrl: string | null }) {
  const t = useTranslations('notifyPush.refused');
  if (ability !== null && ability !== 'ready') return <Cannot ability={ability} secureUrl={secureUrl} />;
  if (problem === null) return null;
  return (
    <Alert color="red" icon={<IconAlertCircle />} role="alert">
      {'reason' in problem ? t(problem.reason) : problem.text}
    </Alert>
  );
}
