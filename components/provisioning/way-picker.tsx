'use client';

import { Alert, Badge, Button, Code, Collapse, Group, List, Radio, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import classes from './provisioning.module.css';
import type { Choices, Mode, Way } from './types';

interface Props {
  choices: Choices;
  value: Mode;
  onChange: (mode: Mode) => void;
}

/** WebSockets are one line where neither kind, or only one, is set up. */
function shown(ways: readonly Way[]): Way[] {
  const offered = (mode: Mode) => ways.some((way) => way.mode === mode && way.is_offered);
  return ways.filter(({ mode }) => (mode === 'ws' ? offered('ws') : mode === 'wss' ? offered('wss') || !offered('ws') : true));
}

/** The way in which the phone sends, with a word on when to use it; the others are a click away. */
export function WayPicker({ choices, value, onChange }: Props) {
  const t = useTranslations('provisioning');
  const [open, { toggle }] = useDisclosure(false);
  const listId = useId();
  const way = choices.ways.find(({ mode }) => mode === value);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.way}>
          <Text fw={650}>
            {t(`modes.${value}.name`)} <Code className={classes.address}>{way?.address}</Code>
          </Text>
          <Text size="sm" c="dimmed">
            {t(`modes.${value}.use`)}
          </Text>
        </div>
        <Button
          variant="default"
          size="compact-sm"
          onClick={toggle}
          aria-expanded={open}
          aria-controls={listId}
          rightSection={open ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
        >
          {t(open ? 'way.hide' : 'way.change')}
        </Button>
      </Group>
      <Collapse expanded={open} id={listId}>
        <Radio.Group value={value} onChange={(mode) => onChange(mode as Mode)} aria-label={t('way.label')}>
          <Stack gap="xs">
            {shown(choices.ways).map((each) => (
              <WayCard key={each.mode} way={each} isRecommended={each.mode === choices.recommended} />
            ))}
          </Stack>
        </Radio.Group>
      </Collapse>
      <Warnings way={way} />
    </Stack>
  );
}

function WayCard({ way, isRecommended }: { way: Way; isRecommended: boolean }) {
  const t = useTranslations('provisioning');
  return (
    <Radio.Card value={way.mode} disabled={!way.is_offered} className={classes.card} radius="md">
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Radio.Indicator disabled={!way.is_offered} mt={2} />
        <div>
          <Group gap="xs">
            <Text fw={600} size="sm">
              {t(`modes.${way.mode}.name`)}
            </Text>
            {isRecommended ? (
              <Badge size="sm" variant="light">
                {t('way.recommended')}
              </Badge>
            ) : null}
          </Group>
          <Text size="sm" c="dimmed">
            {t(`modes.${way.mode}.use`)}
          </Text>
          {way.is_offered ? null : (
            <Text size="sm" mt={4}>
              {t.rich('way.missing', { variables: () => <Variables names={way.missing} /> })}
            </Text>
          )}
        </div>
      </Group>
    </Radio.Card>
  );
}

function Variables({ names }: { names: readonly string[] }) {
  return names.map((name, index) => (
    <span key={name}>
      {index > 0 ? ', ' : ''}
      <Code>{name}</Code>
    </span>
  ));
}

/** What may keep phones out although the server listens. */
function Warnings({ way }: { way: Way | undefined }) {
  const t = useTranslations('provisioning.warnings');
  if (!way || way.warnings.length === 0) return null;
  return (
    <Alert color="yellow" icon={<IconAlertTriangle />} title={t('title')}>
      <List size="sm" spacing={4}>
        {way.warnings.map((warning) => (
          <List.Item key={warning}>{t(warning)}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
