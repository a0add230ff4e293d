'use client';

import { Alert, Chip, Group, Input, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useLocale, useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { FormActions } from '@/components/common/form-actions';
import { FormAlert } from '@/components/common/form-alert';
import { useSubmit } from '@/components/common/use-submit';
import type { ExpectationKind, Weekday } from '@/lib/domain/model';
import { KINDS_WITH_END } from '@/lib/domain/notify/expectation';
import { fieldsOf, initialValues, type Values } from './form-values';
import { Sentence, weekdayName } from './sentence';
import type { Choices, ExpectationDto } from './types';

const KINDS: ExpectationKind[] = ['no_show', 'not_inside', 'overstay', 'left_early'];
const WEEK: Weekday[] = [1, 2, 3, 4, 5, 6, 7];

interface Props {
  /** Null: a new one. */
  expectation: ExpectationDto | null;
  choices: Choices;
  timeZone: string;
  onCancel: () => void;
  onSaved: () => void;
}

/** What is expected, as a sentence that is seen while it is put together. */
export function ExpectationForm({ expectation, choices, timeZone, onCancel, onSaved }: Props) {
  const t = useTranslations('expectations.form');
  const kinds = useTranslations('expectations.kind');
  const time = (value: string) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? null : t('time'));
  const form = useForm<Values>({
    initialValues: initialValues(expectation, choices, timeZone),
    clearInputErrorOnChange: true,
    validate: {
      geofence_id: (id) => (id ? null : t('choose')),
      days: (days) => (days.length > 0 ? null : t('daysMissing')),
      start: time,
      end: (end, { kind }) => (KINDS_WITH_END.includes(kind) ? time(end) : null),
    },
  });
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    const fields = fieldsOf(values, choices);
    await (expectation ? api('PATCH', `/api/expectations/${expectation.id}`, fields) : api('POST', '/api/expectations', fields));
    onSaved();
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <FormAlert message={message} />
        <Preview values={form.values} choices={choices} />
        <WhoAndWhere form={form} choices={choices} />
        <Select
          label={t('kind')}
          data={KINDS.map((kind) => ({ value: kind, label: kinds(kind) }))}
          allowDeselect={false}
          {...form.getInputProps('kind')}
        />
        <Times form={form} />
        <Days form={form} />
        <Select
          label={t('timeZone')}
          data={timeZones(form.values.time_zone)}
          searchable
          limit={100}
          allowDeselect={false}
          {...form.getInputProps('time_zone')}
        />
        <TextInput label={t('name')} description={t('nameHint')} maxLength={100} {...form.getInputProps('name')} />
        <Switch label={t('email')} {...form.getInputProps('email_notifications', { type: 'checkbox' })} />
        <FormActions busy={busy} onCancel={onCancel} submit={expectation ? undefined : t('add')} />
      </Stack>
    </form>
  );
}

type Form = UseFormReturnType<Values>;

function Preview({ values, choices }: { values: Values; choices: Choices }) {
  const t = useTranslations('expectations');
  const area = choices.areas.find(({ id }) => id === values.geofence_id);
  const device = choices.devices.find(({ id }) => String(id) === values.device_id);
  return (
    <Alert variant="light" aria-live="polite">
      <Text size="sm">
        <Sentence
          {...values}
          device={device?.name ?? null}
          zone={area?.name ?? t('someZone')}
          days={WEEK.filter((day) => values.days.includes(String(day)))}
        />
      </Text>
    </Alert>
  );
}

function WhoAndWhere({ form, choices }: { form: Form; choices: Choices }) {
  const t = useTranslations('expectations.form');
  const area = choices.areas.find(({ id }) => id === form.values.geofence_id);
  const watched = choices.devices.filter(
    ({ id, user_id }) => !area || (user_id === area.owner_id && (area.device_id === null || area.device_id === id)),
  );
  const chooseArea = (id: string | null) => {
    const chosen = choices.areas.find((one) => one.id === id);
    form.setFieldValue('geofence_id', id ?? '');
    const device = choices.devices.find((one) => String(one.id) === form.values.device_id);
    const fits = device && chosen && device.user_id === chosen.owner_id && (chosen.device_id ?? device.id) === device.id;
    if (!fits) form.setFieldValue('device_id', '');
  };
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label={t('zone')}
        data={choices.areas.map(({ id, name, is_group }) => ({ value: id, label: is_group ? t('group', { name }) : name }))}
        required
        searchable
        allowDeselect={false}
        {...form.getInputProps('geofence_id')}
        onChange={chooseArea}
      />
      <Select
        label={t('device')}
        data={[{ value: '', label: t('each') }, ...watched.map(({ id, name }) => ({ value: String(id), label: name }))]}
        allowDeselect={false}
        {...form.getInputProps('device_id')}
      />
    </SimpleGrid>
  );
}

function Times({ form }: { form: Form }) {
  const t = useTranslations('expectations.form');
  const { kind, start, end } = form.values;
  const hasEnd = KINDS_WITH_END.includes(kind);
  return (
    <SimpleGrid cols={2} style={{ alignItems: 'start' }}>
      <TextInput
        type="time"
        label={t(hasEnd ? 'from' : 'at')}
        description={kind === 'no_show' ? t('fromHint') : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        required
        {...form.getInputProps('start')}
      />
      {hasEnd && (
        <TextInput
          type="time"
          label={t(kind === 'no_show' ? 'until' : 'untilLeft')}
          description={end && start && end <= start ? t('nextDay') : undefined}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          {...form.getInputProps('end')}
        />
      )}
    </SimpleGrid>
  );
}

function Days({ form }: { form: Form }) {
  const t = useTranslations('expectations.form');
  const language = useLocale();
  return (
    <Input.Wrapper label={t('days')} error={form.errors.days} labelElement="div">
      <Chip.Group multiple {...form.getInputProps('days')}>
        <Group gap={6} mt={4}>
          {WEEK.map((day) => (
            <Chip key={day} value={String(day)} size="sm" aria-label={weekdayName(day, language, 'long')}>
              {weekdayName(day, language, 'short')}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}

function timeZones(own: string): string[] {
  return [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
