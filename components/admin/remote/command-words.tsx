'use client';

import { Badge, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconChecks, IconClockHour4, IconSend } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { messageOr } from '@/components/common/message-or';
import { ClockTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import type { CommandDto } from './types';

const LOOK = {
  queued: { icon: IconClockHour4, color: 'gray' },
  sent: { icon: IconSend, color: 'blue' },
  delivered: { icon: IconCheck, color: 'teal' },
  answered: { icon: IconChecks, color: 'teal' },
  noAnswer: { icon: IconAlertTriangle, color: 'yellow' },
  notReached: { icon: IconAlertTriangle, color: 'orange' },
} as const;

/** Settings have no answer: once the phone has them, that is all that can be known. */
function lookOf({ state, is_answered, sent_at }: CommandDto): keyof typeof LOOK {
  if (state === 'expired') return sent_at ? 'noAnswer' : 'notReached';
  return state === 'sent' && !is_answered ? 'delivered' : state;
}

/** What was asked, in a few words. */
export function CommandName({ command }: { command: CommandDto }) {
  const t = useTranslations('remote');
  const format = useFormat();
  const { action, arguments: given } = command;
  const words = () => {
    if (action === 'setConfiguration')
      return t('action.setConfiguration', { settings: settingsOf(given.configuration ?? {}, t) });
    if (action === 'setWaypoints') return t('action.setWaypoints', { count: given.waypoints?.waypoints?.length ?? 0 });
    if (action !== 'reportSteps') return t(`action.${action}`);
    const [from = 0, to = 0] = [given.from, given.to].map((seconds) => (seconds ?? 0) * 1000);
    return t('action.reportSteps', { from: format.dateTime(from), to: format.dateTime(to) });
  };
  return (
    <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
      {words()}
    </Text>
  );
}

type Words = ReturnType<typeof useTranslations<'remote'>>;

const MODES: Record<string, 'quiet' | 'manual' | 'significant' | 'move'> = {
  '-1': 'quiet',
  '0': 'manual',
  '1': 'significant',
  '2': 'move',
};

function settingsOf(settings: Record<string, number | boolean>, t: Words): string {
  return Object.entries(settings)
    .map(([name, value]) => {
      const mode = name === 'monitoring' ? MODES[String(value)] : undefined;
      return mode ? t(`settings.modes.${mode}`) : `${messageOr(t, `settings.${name}`, name)} ${value}`;
    })
    .join(', ');
}

/** The state by icon and word, and what came back. */
export function CommandState({ command }: { command: CommandDto }) {
  const t = useTranslations('remote');
  const look = lookOf(command);
  const { icon: Icon, color } = LOOK[look];
  return (
    <div>
      <Badge color={color} leftSection={<Icon size={14} aria-hidden />}>
        {t(`state.${look}`)}
      </Badge>
      <Answer command={command} />
    </div>
  );
}

function Answer({ command: { action, answer } }: { command: CommandDto }) {
  const t = useTranslations('remote.answer');
  const format = useFormat();
  if (!answer) return null;
  const words = () => {
    if (action === 'reportLocation' && answer.occurred_at) return t('location', { time: format.dateTime(answer.occurred_at) });
    if (action === 'reportSteps') return answer.steps == null ? t('unknownSteps') : t('steps', { count: answer.steps });
    return answer.regions == null ? null : t('regions', { count: answer.regions });
  };
  const said = words();
  return said && <Text size="sm">{said}</Text>;
}

/** When it was asked, sent and answered. */
export function CommandTimes({ command }: { command: CommandDto }) {
  const t = useTranslations('remote.list');
  const { state, channel, created_at, sent_at, answered_at, expires_at } = command;
  return (
    <Text size="sm">
      {t('asked')} <ClockTime value={created_at} />
      {sent_at && (
        <>
          , {t(channel === 'http' ? 'sentHttp' : 'sentMqtt')} <ClockTime value={sent_at} />
        </>
      )}
      {answered_at && (
        <>
          , {t('answered')} <ClockTime value={answered_at} />
        </>
      )}
      {state === 'queued' && <Until at={expires_at} />}
    </Text>
  );
}

function Until({ at }: { at: string }) {
  const t = useTranslations('remote.list');
  const format = useFormat();
  return <>, {t('until', { time: format.dateTime(at) })}</>;
}
