'use client';

import { Button, type ButtonProps, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useErrorText } from './use-error-text';

export interface ConfirmOptions {
  title: string;
  /** What will be lost, in a sentence or two. */
  lost: ReactNode;
  /** The verb on the button: "Delete zone", never "OK". */
  action: string;
  /** Of the button; red, unless nothing is lost. */
  color?: string;
  onConfirm: () => void | Promise<void>;
}

/** Asks before something is lost. The focus is on "Cancel"; an error of `onConfirm` is shown as a notification. */
export function useConfirm(): (options: ConfirmOptions) => void {
  const t = useTranslations('common');
  const errorText = useErrorText();
  return ({ title, lost, action, color = 'red', onConfirm }) => {
    modals.openConfirmModal({
      title: (
        <Text component="span" fw={650} size="lg">
          {title}
        </Text>
      ),
      children: typeof lost === 'string' ? <Text>{lost}</Text> : lost,
      labels: { confirm: action, cancel: t('cancel') },
      cancelProps: { 'data-autofocus': true },
      confirmProps: { color },
      closeButtonProps: { 'aria-label': t('close') },
      onConfirm: async () => {
        try {
          await onConfirm();
        } catch (error) {
          notifications.show({ color: 'red', title, message: errorText(error) });
        }
      },
    });
  };
}

type ButtonOptions = ConfirmOptions & ButtonProps & { children: ReactNode };

/** A button whose action is confirmed first. */
export function ConfirmButton({ title, lost, action, onConfirm, children, ...button }: ButtonOptions) {
  const confirm = useConfirm();
  return (
    <Button color="red" variant="light" {...button} onClick={() => confirm({ title, lost, action, onConfirm })}>
      {children}
    </Button>
  );
}
