'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { CopyField } from '@/components/common/copy-field';
import { Dialog } from '../dialog';
import type { UserDto } from '../types';
import { ResetPassword } from './reset-password';
import { UserForm } from './user-form';

/** Which dialog is open, and for whom. */
export type UserDialog =
  | { kind: 'create' }
  | { kind: 'edit'; user: UserDto }
  | { kind: 'reset'; user: UserDto }
  | { kind: 'handOver'; user: UserDto; password: string };

interface Props {
  dialog: UserDialog | null;
  isLastAdmin: (user: UserDto) => boolean;
  onChange: (dialog: UserDialog | null) => void;
  onSaved: () => void;
}

/** The dialogs of the users page; a password that was set is shown once at the end, to be handed over. */
export function UserDialogs({ dialog, isLastAdmin, onChange, onSaved }: Props) {
  const t = useTranslations('users');
  const close = () => onChange(null);
  const saved = (user: UserDto, password: string | null) => {
    onSaved();
    onChange(password ? { kind: 'handOver', user, password } : null);
  };
  return (
    <Dialog
      opened={dialog !== null}
      onClose={close}
      title={dialog && t(`dialog.${dialog.kind}`, { name: 'user' in dialog ? dialog.user.name : '' })}
      closeOnClickOutside={dialog?.kind !== 'handOver'}
    >
      {dialog?.kind === 'create' && <UserForm user={null} roleIsFixed={false} onCancel={close} onSaved={saved} />}
      {dialog?.kind === 'edit' && (
        <UserForm user={dialog.user} roleIsFixed={isLastAdmin(dialog.user)} onCancel={close} onSaved={saved} />
      )}
      {dialog?.kind === 'reset' && <ResetPassword user={dialog.user} onCancel={close} onSaved={saved} />}
      {dialog?.kind === 'handOver' && (
        <Stack>
          <Text size="sm">{t('handOver.text', { name: dialog.user.name })}</Text>
          <CopyField label={t('form.email')} value={dialog.user.email} monospace={false} />
          <CopyField label={t('form.password')} value={dialog.password} description={t('handOver.once')} />
          <Group justify="flex-end">
            <Button onClick={close}>{t('handOver.done')}</Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
