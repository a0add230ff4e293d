import { Anchor, Group, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import type { PauseDto } from '../use-pauses';
import { BasicWays } from './basic-ways';
import { SettingsSection } from './settings-section';
import { WayRows } from './way-row';

export interface NotificationSettingsProps {
  /** The person's own address. */
  email: string;
  pauses: PauseDto[];
  /** Rows of `WayRows`: the person's browsers, webhooks and the MQTT broker. */
  browsers: ReactNode;
  webhooks: ReactNode;
  mqtt: ReactNode;
  choices: ReactNode;
  timing: ReactNode;
  words: ReactNode;
  zones: ReactNode;
  /** Sections of their own, for admins. */
  admin: ReactNode;
}

/** How, of what and when a person is told. Each part saves for itself. */
export function NotificationSettings(props: NotificationSettingsProps) {
  const t = useTranslations('notifyChoices');
  const { email, pauses, browsers, webhooks, mqtt } = props;
  const ways = (
    <WayRows label={t('sections.ways')}>
      <BasicWays email={email} pauses={pauses} />
      {browsers}
      {webhooks}
      {mqtt}
    </WayRows>
  );
  const parts = [
    { anchor: 'ways', name: 'ways', content: ways },
    { anchor: 'what', name: 'choices', content: props.choices },
    { anchor: 'when', name: 'timing', content: props.timing },
    { anchor: 'words', name: 'words', content: props.words },
    { anchor: 'zones', name: 'zones', content: props.zones },
  ] as const;
  return (
    <Page size="md">
      <PageHeader title={t('title')} description={t('description')} />
      <Stack gap="md">
        <Group component="nav" aria-label={t('onThisPage')} gap="4px 20px">
          {parts.map(({ anchor, name }) => (
            <Anchor key={name} href={`#${anchor}`} size="sm">
              {t(`sections.${name}`)}
            </Anchor>
          ))}
        </Group>
        {parts.map(({ anchor, name, content }) => (
          <SettingsSection key={name} anchor={anchor} title={t(`sections.${name}`)} hint={t(`hints.${name}`)}>
            {content}
          </SettingsSection>
        ))}
        {props.admin}
      </Stack>
    </Page>
  );
}
