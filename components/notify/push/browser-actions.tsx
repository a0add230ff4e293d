'use client';

import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { api } from '../../common/api';
import { ConfirmButton } from '../../common/confirm';
import { useErrorText } from '../../common/use-error-text';
import type { PushBrowser } from './types';

const pathOf = ({ id }: PushBrowser) => `/api/notifications/targets/${id}`;

interface Props {
  browser: PushBrowser;
  onChange: () => Promise<unknown>;
}

/** Ends the pushes of another browser from here. */
export function RemoveButton({ browser, onChange }: Props) {
  const t = useTranslations('notifyPush.remove');
  const { name } = browser;
  const remove = async () => {
    await api('DELETE', pathOf(browser));
    notifications.show({ color: 'fence', message: t('done', { name }) });
    await onChange();
  };
  return (
    <ConfirmButton
      size="sm"
      title={t('title', { name })}
      lost={t('lost')}
      action={t('action')}
      onConfirm={remove}
      aria-label={t('label', { name })}
    >
      {t('button')}
    </ConfirmButton>
  );
}

/** Only while Fencepost has stopped using it by itself. */
export function ResumeButton({ browser, onChange }: Props) {
  const t = useTranslations('notifyPush.resume');
  const errorText = useErrorText();
  if (browser.paused_at === null) return null;
  const resume = async () => {
    try {
      await api('POST', `${pathOf(browser)}/resume`);
    } catch (error) {
      notifications.show({ color: 'red', message: errorText(error) });
    }
    await onChange();
  };
  return (
    <Button size="sm" variant="default" onClick={resume} aria-label={t('label', { name: browser.name })}>
      {t('button')}
    </Button>
  );
}
