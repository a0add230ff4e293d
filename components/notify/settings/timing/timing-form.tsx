'use client';

import { Button, Group, Stack } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { FormAlert } from '@/components/common/form-alert';
import { useSubmit } from '@/components/common/use-submit';
import { hasWay } from '@/components/notify/choices/choices';
import { useChoices } from '@/components/notify/choices/use-choices';
import type { OfferedWay } from '@/lib/domain/notify/choice-view';
import type { PreferenceFields } from '@/lib/domain/notify/preference-input';
import { DigestFields } from './digest-fields';
import { EscalationFields } from './escalation-fields';
import { MaximumFields } from './maximum-fields';
import { QuietFields } from './quiet-fields';
import { type TimingValues, timingProblems, toPreference, valuesOf } from './timing-values';

export type TimingFormState = UseFormReturnType<TimingValues>;

interface Props {
  initial: PreferenceFields;
  initialWays: readonly OfferedWay[];
}

/** When a person is told: collected or at once, not at night, not too often, and on to the next way when nobody looks. */
export function TimingForm({ initial, initialWays }: Props) {
  const t = useTranslations('notifyChoices.timing');
  const common = useTranslations('common');
  // They change while people set up others, on the same page.
  const ways = useChoices(null).view?.ways ?? initialWays;
  const form = useForm<TimingValues>({
    initialValues: valuesOf(initial),
    validateInputOnChange: true,
    validate: (values) => Object.fromEntries(timingProblems(values).map((field) => [field, t(`errors.${field}`)])),
  });
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    // A way that is gone meanwhile is no fault of the form.
    const escalation = values.escalation.filter((way) => hasWay(ways, way));
    await api('PUT', '/api/notifications/preferences', toPreference({ ...values, escalation }));
    form.resetDirty(values);
    notifications.show({ color: 'fence', message: common('saved') });
  });
  return (
    <form onSubmit={onSubmit} noValidate aria-label={t('form')}>
      <Stack gap={20}>
        <FormAlert message={message} />
        <DigestFields form={form} />
        <QuietFields form={form} />
        <MaximumFields form={form} />
        <EscalationFields form={form} ways={ways} />
        <Group>
          <Button type="submit" loading={busy} disabled={!form.isDirty()}>
            {common('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
