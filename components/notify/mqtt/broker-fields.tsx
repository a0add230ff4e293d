'use client';

import { PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { PublishDto } from './types';
import type { PublishForm } from './use-publish-form';

const PLAIN = { autoComplete: 'off', autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const;

/** Where to publish: on our own broker, or on the one that Home Assistant has. */
export function BrokerFields({ form, saved }: { form: PublishForm; saved: PublishDto['mqtt_publish'] }) {
  const t = useTranslations('notifyMqtt.form');
  const own = saved.own_broker;
  return (
    <Stack>
      <Radio.Group label={t('where')} {...form.getInputProps('where')}>
        <Stack gap="xs" mt="xs">
          <Radio value="other" label={t('other')} description={t('otherHint')} />
          <Radio
            value="own"
            label={own === null ? t('embedded') : t('own', { broker: own })}
            description={t(own === null ? 'embeddedHint' : 'ownHint')}
          />
        </Stack>
      </Radio.Group>
      {form.values.where === 'other' ? <OtherBroker form={form} hasPassword={saved.broker?.has_password ?? false} /> : null}
    </Stack>
  );
}

function OtherBroker({ form, hasPassword }: { form: PublishForm; hasPassword: boolean }) {
  const t = useTranslations('notifyMqtt.form');
  return (
    <>
      <TextInput
        label={t('url')}
        description={t('urlHint')}
        placeholder="mqtt://homeassistant.local:1883"
        required
        maxLength={500}
        {...PLAIN}
        {...form.getInputProps('url')}
      />
      <TextInput
        label={t('username')}
        description={t('usernameHint')}
        maxLength={200}
        {...PLAIN}
        {...form.getInputProps('username')}
      />
      {form.values.username === '' ? null : (
        <PasswordInput
          label={t('password')}
          placeholder={hasPassword ? t('passwordKept') : undefined}
          description={hasPassword ? t('passwordKeptHint') : undefined}
          autoComplete="new-password"
          maxLength={1000}
          {...form.getInputProps('password')}
        />
      )}
    </>
  );
}
