'use client';

import { Accordion, Alert, Button, Group, MultiSelect, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Section } from '@/components/admin/section';
import { api } from '@/components/common/api';
import { FormAlert } from '@/components/common/form-alert';
import { useSubmit } from '@/components/common/use-submit';
import { BrokerFields } from './broker-fields';
import type { PersonOption, PublishDto } from './types';
import { inputOf, type PublishForm, useServerWords } from './use-publish-form';

interface Props {
  form: PublishForm;
  saved: PublishDto['mqtt_publish'];
  people: PersonOption[];
  onSaved: (saved: PublishDto) => void;
}

/** Whether anything is published, where to, and of whom. */
export function PublishSettingsForm({ form, saved, people, onSaved }: Props) {
  const t = useTranslations('notifyMqtt.form');
  const inWords = useServerWords();
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    try {
      onSaved(await api<PublishDto>('PUT', '/api/settings/mqtt-publish', inputOf(values)));
    } catch (error) {
      throw inWords(error);
    }
    notifications.show({ message: t('saved') });
  });
  return (
    <Section title={t('title')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          {saved.problem ? (
            <Alert color="red" icon={<IconAlertCircle />} role="alert">
              {t('problem')}
            </Alert>
          ) : null}
          <FormAlert message={message} />
          <Switch
            label={t('enabled')}
            description={t('enabledHint')}
            {...form.getInputProps('is_enabled', { type: 'checkbox' })}
          />
          <BrokerFields form={form} saved={saved} />
          <People form={form} people={people} />
          <Names form={form} />
          <Group justify="flex-end">
            <Button type="submit" loading={busy}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function People({ form, people }: { form: PublishForm; people: PersonOption[] }) {
  const t = useTranslations('notifyMqtt.form');
  return (
    <>
      <Radio.Group label={t('whose')} description={t('whoseHint')} {...form.getInputProps('whose')}>
        <Group mt="xs" gap="lg">
          <Radio value="all" label={t('all')} />
          <Radio value="some" label={t('some')} />
        </Group>
      </Radio.Group>
      {form.values.whose === 'some' ? (
        <MultiSelect
          label={t('people')}
          data={people.map(({ id, name }) => ({ value: String(id), label: name }))}
          searchable
          nothingFoundMessage={t('nobody')}
          {...form.getInputProps('people')}
        />
      ) : null}
    </>
  );
}

/** Hardly anybody needs others. */
function Names({ form }: { form: PublishForm }) {
  const t = useTranslations('notifyMqtt.form');
  const plain = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false, maxLength: 98 } as const;
  const isWrong = Boolean(form.errors.base ?? form.errors.discovery_prefix);
  return (
    <Accordion variant="contained" {...(isWrong ? { value: 'names' } : {})}>
      <Accordion.Item value="names">
        <Accordion.Control>{t('names')}</Accordion.Control>
        <Accordion.Panel>
          <Stack>
            <TextInput label={t('base')} description={t('baseHint')} {...plain} {...form.getInputProps('base')} />
            <TextInput label={t('prefix')} description={t('prefixHint')} {...plain} {...form.getInputProps('discovery_prefix')} />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
