'use client';

import { ActionIcon, Group, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconKey, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { api } from '../../common/api';
import { useConfirm } from '../../common/confirm';
import { useErrorText } from '../../common/use-error-text';
import { WayRow } from '../settings/way-row';
import { TestWayButton, TestWayOutcome } from '../test-way';
import { useWayTest } from '../use-way-test';
import { PresetIcon } from './preset-icon';
import { pathOf, type Webhook } from './types';
import { WebhookState } from './webhook-state';
import { WebhookTrouble } from './webhook-trouble';

interface Props {
  webhook: Webhook;
  onEdit: () => void;
  /** A new signing secret, to be shown once. */
  onSecret: (secret: string) => void;
  onChange: () => Promise<unknown>;
}

/** A webhook: what it is, how it is doing, a test of it, and what can be done with it. */
export function WebhookRow({ webhook, onEdit, onSecret, onChange }: Props) {
  const t = useTranslations('notifyWays');
  const errorText = useErrorText();
  const test = useWayTest({ channel: 'webhook', target_id: webhook.id });
  // When it was last used, and whether it has been paused, may have changed with the test.
  const { phase } = test.now;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the end of a test counts
  useEffect(() => {
    if (phase === 'done') void onChange();
  }, [phase]);
  const act = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      notifications.show({ color: 'red', message: errorText(error) });
    }
    await onChange();
  };
  return (
    <WayRow
      icon={<PresetIcon preset={webhook.preset} />}
      name={webhook.name}
      state={<WebhookState webhook={webhook} />}
      actions={
        <Group gap="xs" wrap="nowrap">
          <TestWayButton test={test} name={webhook.name} />
          <Actions webhook={webhook} onEdit={onEdit} onSecret={onSecret} act={act} />
        </Group>
      }
    >
      <WebhookTrouble webhook={webhook} onResume={() => act(() => api('POST', `${pathOf(webhook)}/resume`))} />
      <TestWayOutcome test={test} sentHint={t(`presets.${webhook.preset}.sentHint`)} />
    </WayRow>
  );
}

type ActionsProps = Omit<Props, 'onChange'> & { act: (work: () => Promise<unknown>) => Promise<void> };

function Actions({ webhook, onEdit, onSecret, act }: ActionsProps) {
  const t = useTranslations('notifyWays.actions');
  const confirm = useConfirm();
  const { name, is_active, preset } = webhook;
  const rotate = () =>
    confirm({
      title: t('rotateTitle', { name }),
      lost: t('rotateLost'),
      action: t('rotateAction'),
      color: 'fence',
      onConfirm: () => act(async () => onSecret((await api<{ secret: string }>('POST', `${pathOf(webhook)}/rotate`)).secret)),
    });
  const remove = () =>
    confirm({
      title: t('removeTitle', { name }),
      lost: t('removeLost'),
      action: t('removeAction'),
      onConfirm: () =>
        act(async () => {
          await api('DELETE', pathOf(webhook));
          notifications.show({ color: 'fence', message: t('removed', { name }) });
        }),
    });
  return (
    <Menu position="bottom-end" shadow="md" width={220}>
      <Menu.Target>
        <ActionIcon size="lg" variant="default" aria-label={t('label', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
          {t('edit')}
        </Menu.Item>
        {preset === 'signed' && (
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={rotate}>
            {t('rotate')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={is_active ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
          onClick={() => act(() => api('PATCH', pathOf(webhook), { is_active: !is_active }))}
        >
          {t(is_active ? 'switchOff' : 'switchOn')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove}>
          {t('remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
