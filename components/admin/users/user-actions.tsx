'use client';

import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconKey, IconPencil, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { UserDto } from '../types';

interface Props {
  user: UserDto;
  isMe: boolean;
  isLastAdmin: boolean;
  onOpen: (kind: 'edit' | 'reset') => void;
  onRemove: () => void;
}

/** What an admin can do with a user. What is not possible stays reachable and says why. */
export function UserActions({ user, isMe, isLastAdmin, onOpen, onRemove }: Props) {
  const t = useTranslations('users.actions');
  const why = isMe ? t('notYourself') : isLastAdmin ? t('notLastAdmin') : null;
  const removeLabel = why ? `${t('removeLabel', { name: user.name })}: ${why}` : t('removeLabel', { name: user.name });
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Tooltip label={t('edit')}>
        <ActionIcon size="lg" aria-label={t('editLabel', { name: user.name })} onClick={() => onOpen('edit')}>
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {isMe ? (
        <Tooltip label={t('ownPassword')}>
          <ActionIcon component={Link} href="/account" size="lg" aria-label={t('ownPassword')}>
            <IconKey size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ) : (
        <Tooltip label={t('reset')}>
          <ActionIcon size="lg" aria-label={t('resetLabel', { name: user.name })} onClick={() => onOpen('reset')}>
            <IconKey size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={why ?? t('remove')} multiline maw={280}>
        <ActionIcon
          size="lg"
          color="red"
          aria-label={removeLabel}
          data-disabled={why ? true : undefined}
          aria-disabled={why ? true : undefined}
          onClick={why ? undefined : onRemove}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
