'use client';

import { Accordion, Fieldset, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useFormat } from '@/components/common/use-format';
import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';
import { BorderFields, ConditionFields, WaitingFields } from './advanced-fields';
import { NotifyFields } from './notify-fields';
import type { SettingField, SettingsDraft } from './settings-draft';
import classes from './zone-settings.module.css';

export interface SettingsProps {
  value: SettingsDraft;
  /** What is wrong, by field, in words. */
  errors: Partial<Record<SettingField, ReactNode>>;
  /** Of the zone or group, for what is drawn. */
  color: string;
  onChange: (change: Partial<SettingsDraft>) => void;
}

interface Section {
  name: 'conditions' | 'waiting' | 'border';
  fields: SettingField[];
  Fields: (props: SettingsProps) => ReactNode;
}

const SECTIONS: Section[] = [
  {
    name: 'conditions',
    fields: [
      'notify_enter_after_seconds',
      'notify_exit_min_stay_seconds',
      'cooldown_seconds',
      'late_after_seconds',
      'late_policy',
    ],
    Fields: ConditionFields,
  },
  { name: 'waiting', fields: ['confirm_seconds', 'grace_seconds'], Fields: WaitingFields },
  { name: 'border', fields: ['hysteresis_meters', 'max_accuracy_meters', 'pass_through'], Fields: BorderFields },
];

/** All that is decided of a zone or a group besides its area: the everyday settings in sight, the others folded away. */
export function ZoneSettings(props: SettingsProps) {
  const t = useTranslations('editor.settings');
  const [open, setOpen] = useState<string[]>([]);
  // What is wrong is never folded away.
  const wrong = SECTIONS.filter(({ fields }) => fields.some((field) => props.errors[field])).map(({ name }) => name);
  return (
    <Stack gap="md">
      <Fieldset legend={t('notify')} radius="md">
        <NotifyFields {...props} />
      </Fieldset>
      <Accordion
        multiple
        variant="separated"
        radius="md"
        value={[...new Set([...open, ...wrong])]}
        onChange={setOpen}
        classNames={{ content: classes.content, label: classes.label }}
      >
        {SECTIONS.map(({ name, fields, Fields }) => (
          <Accordion.Item key={name} value={name}>
            <Accordion.Control>
              <Text size="sm" fw={500} component="span" display="block">
                {t(`sections.${name}`)}
              </Text>
              <Changed draft={props.value} fields={fields} />
            </Accordion.Control>
            <Accordion.Panel>
              <Fields {...props} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  );
}

/** What of a folded section differs from the defaults. */
function Changed({ draft, fields }: { draft: SettingsDraft; fields: SettingField[] }) {
  const t = useTranslations('editor.settings');
  const format = useFormat();
  const changed = fields.filter((field) => draft[field] !== DEFAULT_SETTINGS[field]);
  const told = changed.map((field) => {
    const value = draft[field];
    const amount = typeof value !== 'number' ? '' : field.endsWith('_meters') ? format.distance(value) : format.duration(value);
    return `${t(`short.${field as keyof IntlShort}`)} ${amount}`.trim();
  });
  return (
    <Text size="xs" c="dimmed" component="span" display="block" truncate>
      {told.length > 0 ? told.join(' · ') : t('asUsual')}
    </Text>
  );
}

type IntlShort = Record<
  Exclude<SettingField, 'schedule' | `notify_on_${string}` | 'email_notifications' | 'is_important' | 'dwell_seconds'>,
  string
>;
