'use client';

import { Radio, Select, Stack, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTimeZone, useTranslations } from 'next-intl';
import { ApiError, api } from '@/components/common/api';
import { Dates } from '@/components/common/dates';
import { FormActions } from '@/components/common/form-actions';
import { FormAlert } from '@/components/common/form-alert';
import { useFormat } from '@/components/common/use-format';
import { useSubmit } from '@/components/common/use-submit';
import { inOwnWords } from '../own-words';
import type { Shareable, ShareDto } from './types';
import { DURATIONS, type Duration, endOf } from './until';

const ALL = 'all';
const REASONS = { unknown_person: 'unknownPerson', yourself: 'yourself', shared_already: 'sharedAlready' } as const;

interface Values {
  viewer: string;
  device_id: string;
  right: 'live' | 'history';
  duration: Duration;
  /** As on the clock of the reader's time zone. */
  until: string;
}
type Form = UseFormReturnType<Values>;

interface Props {
  /** Null: a new one. */
  share: ShareDto | null;
  devices: readonly Shareable[];
  onCancel: () => void;
  onSaved: (share: ShareDto) => void;
}

/** With whom, what, and for how long. */
export function ShareForm({ share, devices, onCancel, onSaved }: Props) {
  const t = useTranslations('sharing.form');
  const zone = useTimeZone() ?? 'UTC';
  const form = useForm<Values>({
    initialValues: initialValues(share, devices),
    clearInputErrorOnChange: true,
    validate: {
      viewer: (viewer) => (share || viewer.trim() ? null : t('viewerMissing')),
      until: (until, { duration }) => {
        if (duration !== 'date') return null;
        const end = endOf(duration, until, Date.now(), zone);
        if (end === null || Number.isNaN(end)) return t('dateMissing');
        return end > Date.now() ? null : t('datePast');
      },
    },
  });
  const { busy, onSubmit, message } = useSubmit(form, async (values) => onSaved(await save(values)));
  const save = async (values: Values): Promise<ShareDto> => {
    const fields = fieldsOf(values, zone);
    if (share) return (await api<{ share: ShareDto }>('PATCH', `/api/shares/${share.id}`, fields)).share;
    const device_id = values.device_id === ALL ? null : Number(values.device_id);
    try {
      return (await api<{ share: ShareDto }>('POST', '/api/shares', { ...fields, viewer: values.viewer, device_id })).share;
    } catch (error) {
      const reason = error instanceof ApiError ? error.details.reason : null;
      const words = REASONS[reason as keyof typeof REASONS];
      throw words ? inOwnWords(error, 'viewer', t(words)) : error;
    }
  };

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <FormAlert message={message} />
        {!share && <WhoAndWhat form={form} devices={devices} />}
        <Radio.Group label={t('right')} {...form.getInputProps('right')}>
          <Stack gap="xs" mt={6}>
            <Radio value="live" label={t('live')} description={t('liveHint')} />
            <Radio value="history" label={t('history')} description={t('historyHint')} />
          </Stack>
        </Radio.Group>
        <HowLong form={form} share={share} />
        <FormActions busy={busy} onCancel={onCancel} submit={share ? undefined : t('submit')} />
      </Stack>
    </form>
  );
}

function WhoAndWhat({ form, devices }: { form: Form; devices: readonly Shareable[] }) {
  const t = useTranslations('sharing.form');
  return (
    <>
      <TextInput
        label={t('viewer')}
        description={t('viewerHint')}
        required
        data-autofocus
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={254}
        {...form.getInputProps('viewer')}
      />
      <Select
        label={t('device')}
        data={[...devices.map(({ id, name }) => ({ value: String(id), label: name })), { value: ALL, label: t('all') }]}
        allowDeselect={false}
        searchable={devices.length > 8}
        {...form.getInputProps('device_id')}
      />
    </>
  );
}

function HowLong({ form, share }: { form: Form; share: ShareDto | null }) {
  const t = useTranslations('sharing.form');
  const format = useFormat();
  const keeps = share?.is_active && share.until !== null ? share.until : null;
  const choices: Duration[] = keeps === null ? [...DURATIONS] : ['keep', ...DURATIONS];
  const time = keeps === null ? '' : format.dateTime(keeps);
  return (
    <>
      <Select
        label={t('until')}
        data={choices.map((choice) => ({ value: choice, label: t(`choice.${choice}`, { time }) }))}
        allowDeselect={false}
        {...form.getInputProps('duration')}
      />
      {form.values.duration === 'date' && (
        <Dates>
          <DateTimePicker label={t('date')} valueFormat="D MMM YYYY, HH:mm" required {...form.getInputProps('until')} />
        </Dates>
      )}
    </>
  );
}

function initialValues(share: ShareDto | null, devices: readonly Shareable[]): Values {
  const keeps = share?.is_active && share.until !== null;
  return {
    viewer: '',
    device_id: String(devices[0]?.id ?? ALL),
    right: share?.with_history ? 'history' : 'live',
    duration: keeps ? 'keep' : 'open',
    until: '',
  };
}

/** What the API takes; a kept end is not sent. */
function fieldsOf({ right, duration, until }: Values, zone: string) {
  const with_history = right === 'history';
  if (duration === 'keep') return { with_history };
  const end = endOf(duration, until, Date.now(), zone);
  return { with_history, until: end === null ? null : new Date(end).toISOString() };
}
