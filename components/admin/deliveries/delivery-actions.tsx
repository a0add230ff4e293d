'use client';

import { ActionIcon, Anchor, Button, Group, Text, Tooltip, useMantineTheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconListDetails, IconSend } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { useConfirm } from '@/components/common/confirm';
import { useFormat } from '@/components/common/use-format';
import { useTold } from '@/components/notify/told';
import { Dialog } from '../dialog';
import { DeliveryStory } from '../explain/notification-story';
import { moreOf, Together } from './delivery-words';
import type { DeliveryDto } from './types';

interface Props {
  delivery: DeliveryDto;
  onResent: () => void;
}

/** The attempts, and sending it again; named by what they are about, for those who hear one button after the other. */
export function DeliveryActions({ delivery, onResent }: Props) {
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Attempts delivery={delivery} onResent={onResent} />
      {delivery.can_resend && <Resend delivery={delivery} onResent={onResent} isSmall />}
    </Group>
  );
}

function useNames(delivery: DeliveryDto) {
  const about = useTold();
  const format = useFormat();
  return { about: about(delivery), time: format.dateTime(delivery.occurred_at) };
}

function Attempts({ delivery, onResent }: Props) {
  const t = useTranslations('deliveries');
  const names = useNames(delivery);
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconListDetails size={16} aria-hidden />}
        aria-label={t('detailsLabel', names)}
        onClick={open}
      >
        {t('details')}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={names.about}>
        <Details delivery={delivery} onResent={onResent} />
      </Dialog>
    </>
  );
}

function Details({ delivery, onResent }: Props) {
  const t = useTranslations('deliveries');
  const format = useFormat();
  const more = moreOf(delivery);
  const story = {
    ...delivery,
    user_name: delivery.recipient_name,
    tries: delivery.attempts,
    next_attempt_at: delivery.next_attempt_at ?? delivery.created_at,
  };
  return (
    <>
      <Text c="dimmed" size="sm" mb="md">
        {format.exact(delivery.occurred_at)}
      </Text>
      <DeliveryStory delivery={story} />
      <Together delivery={delivery} />
      {delivery.resent_at && (
        <Text size="sm" mt="md">
          {t('resent', { time: format.dateTime(delivery.resent_at) })}
        </Text>
      )}
      <Group mt="lg" justify="space-between">
        {more ? (
          <Anchor component={Link} prefetch={false} href={more.href} size="sm">
            {t(more.label)}
          </Anchor>
        ) : (
          <span />
        )}
        {delivery.can_resend && <Resend delivery={delivery} onResent={onResent} />}
      </Group>
    </>
  );
}

function Resend({ delivery, onResent, isSmall = false }: Props & { isSmall?: boolean }) {
  const t = useTranslations('deliveries.resend');
  const names = useNames(delivery);
  const confirm = useConfirm();
  const { primaryColor } = useMantineTheme();
  const name = delivery.recipient_name;
  const ask = () =>
    confirm({
      title: t('title'),
      lost: t('text', { name, ...names }),
      action: t('button'),
      color: primaryColor,
      onConfirm: async () => {
        await api('POST', `/api/deliveries/${delivery.id}/resend`);
        notifications.show({ message: t('done', { name }) });
        onResent();
      },
    });
  if (!isSmall) {
    return (
      <Button variant="default" leftSection={<IconSend size={16} aria-hidden />} onClick={ask}>
        {t('button')}
      </Button>
    );
  }
  return (
    <Tooltip label={t('button')}>
      <ActionIcon variant="subtle" aria-label={t('buttonLabel', names)} onClick={ask}>
        <IconSend size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
