'use client';

import { Button, Group, NativeSelect, NumberInput, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconSend } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { FormAlert } from '@/components/common/form-alert';
import { useSubmit } from '@/components/common/use-submit';
import { SETTINGS, TRACKING_MODES, type TrackingMode } from '@/lib/domain/owntracks/commands';
import type { Platform } from '@/lib/domain/owntracks/platform';

const MODES = Object.keys(TRACKING_MODES) as TrackingMode[];
const NUMBERS = ['locatorInterval', 'locatorDisplacement', 'moveModeLocatorInterval'] as const;
type NumberName = (typeof NUMBERS)[number];

/** An empty field is left as it is on the phone. */
type Values = { mode: TrackingMode | '' } & Record<NumberName, number | ''>;
const UNCHANGED: Values = { mode: '', locatorInterval: '', locatorDisplacement: '', moveModeLocatorInterval: '' };

const given = (values: Values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

/** How often the phone looks where it is. */
export function SettingsForm({ platform, onSend }: { platform: Platform | null; onSend: (body: object) => Promise<void> }) {
  const t = useTranslations('remote.settings');
  const range = (name: NumberName) => {
    const [min, max] = SETTINGS[name];
    return { min, max };
  };
  const outside = (name: NumberName) => (value: number | '') => {
    const { min, max } = range(name);
    return value === '' || (Number.isInteger(value) && value >= min && value <= max) ? null : t('range', { min, max });
  };
  const form = useForm<Values>({
    initialValues: UNCHANGED,
    validateInputOnChange: true,
    validate: {
      ...{ locatorInterval: outside('locatorInterval'), locatorDisplacement: outside('locatorDisplacement') },
      moveModeLocatorInterval: outside('moveModeLocatorInterval'),
      mode: (_mode, values) => (Object.keys(given(values)).length === 0 ? t('nothing') : null),
    },
  });
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    await onSend({ action: 'setConfiguration', ...given(values) });
    form.setValues(UNCHANGED);
    form.clearErrors();
  });
  const { mode } = form.values;
  const shown = NUMBERS.filter((name) => name !== 'moveModeLocatorInterval' || platform !== 'ios');

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <Title order={3} size="h5">
          {t('title')}
        </Title>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <NativeSelect
            label={t('mode')}
            description={t(`modeHints.${mode === '' ? 'none' : mode}`)}
            data={[{ value: '', label: t('unchanged') }, ...MODES.map((value) => ({ value, label: t(`modes.${value}`) }))]}
            {...form.getInputProps('mode')}
          />
          {shown.map((name) => (
            <NumberInput
              key={name}
              label={t(name)}
              description={t(`${name}Hint`, range(name))}
              placeholder={t('unchanged')}
              clampBehavior="none"
              allowDecimal={false}
              allowNegative={false}
              {...form.getInputProps(name)}
            />
          ))}
        </SimpleGrid>
        <FormAlert message={message} />
        <Group gap="md">
          <Button type="submit" variant="default" loading={busy} leftSection={<IconSend size={18} aria-hidden />}>
            {t('submit')}
          </Button>
          <Text size="sm" c="dimmed" flex={1} miw={220}>
            {t('condition')}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
