'use client';

import { Code } from '@mantine/core';
import { IconHomeLink } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { LinkButton } from '@/components/common/link-button';
import { WayRow } from '../settings/way-row';
import { TestWayButton, TestWayOutcome } from '../test-way';
import { useWayTest } from '../use-way-test';
import type { ReadingDto } from './types';

interface Props {
  reading: ReadingDto;
  isAdmin: boolean;
}

/** Programs that read over MQTT, as one of a person's ways. */
export function MqttWay({ reading, isAdmin }: Props) {
  return reading.is_enabled ? <Enabled reading={reading} /> : <Disabled isAdmin={isAdmin} />;
}

function Enabled({ reading }: { reading: ReadingDto }) {
  const t = useTranslations('notifyMqtt.way');
  const test = useWayTest({ channel: 'mqtt', target_id: null });
  const code = (topic: string) => <Code style={{ overflowWrap: 'anywhere' }}>{topic}</Code>;
  return (
    <WayRow
      icon={<IconHomeLink size={20} aria-hidden />}
      name={t('name')}
      state={
        <>
          {t.rich('on', { topic: () => code(reading.event_topic) })} {reading.is_embedded ? t('onEmbedded') : null}
        </>
      }
      actions={<TestWayButton test={test} name={t('name')} />}
    >
      <TestWayOutcome test={test} />
    </WayRow>
  );
}

function Disabled({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations('notifyMqtt.way');
  return (
    <WayRow
      icon={<IconHomeLink size={20} aria-hidden />}
      name={t('name')}
      state={t(isAdmin ? 'offAdmin' : 'off')}
      actions={
        isAdmin ? (
          <LinkButton href="/admin/mqtt" size="sm" variant="default">
            {t('setUp')}
          </LinkButton>
        ) : undefined
      }
    />
  );
}
