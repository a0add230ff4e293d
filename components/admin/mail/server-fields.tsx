'use client';

import { Alert, Group, NumberInput, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { MAIL_PRESETS, presetOf } from '@/lib/domain/notify/mail-presets';
import { isForeignSender, MAIL_SECURITIES, type MailSecurity } from '@/lib/domain/notify/mail-server';
import type { MailDto } from './types';
import type { MailForm } from './use-mail-form';

const OWN = 'own';
const USUAL_PORT: Record<MailSecurity, number> = { none: 25, starttls: 587, tls: 465 };

/** What the environment decides can be read and copied, not changed. */
const lookOf = (isLocked: boolean) => (isLocked ? ({ readOnly: true, variant: 'filled' } as const) : {});

interface Props {
  form: MailForm;
  mail: MailDto;
}

/** Where the server is, how to log in, and in whose name mails go out. */
export function ServerFields({ form, mail }: Props) {
  const isLocked = mail.locked.server;
  return (
    <Stack>
      {!isLocked && <Provider form={form} />}
      <Address form={form} isLocked={isLocked} />
      <LogIn form={form} mail={mail} />
      <Sender form={form} mail={mail} />
    </Stack>
  );
}

function Provider({ form }: { form: MailForm }) {
  const t = useTranslations('mail');
  const preset = presetOf(form.values.host);
  const choose = (id: string | null) => {
    const { host, port, security } = MAIL_PRESETS.find((one) => one.id === id) ?? { host: '', port: 587, security: 'starttls' };
    form.setValues({ host, port, security });
    form.clearFieldError('host');
  };
  return (
    <div>
      <Select
        label={t('form.preset')}
        data={[...MAIL_PRESETS.map(({ id, name }) => ({ value: id, label: name })), { value: OWN, label: t('form.own') }]}
        value={preset?.id ?? OWN}
        onChange={choose}
        allowDeselect={false}
        maxDropdownHeight={320}
      />
      {preset ? (
        <Text size="sm" c="dimmed" mt="xs" style={{ overflowWrap: 'anywhere' }}>
          {t(`presets.${preset.id}`)}
        </Text>
      ) : null}
    </div>
  );
}

function Address({ form, isLocked }: { form: MailForm; isLocked: boolean }) {
  const t = useTranslations('mail.form');
  const secure = (security: string | null) => {
    const next = security as MailSecurity;
    const isUsual = form.values.port === '' || form.values.port === USUAL_PORT[form.values.security];
    form.setValues({ security: next, ...(isUsual ? { port: USUAL_PORT[next] } : {}) });
  };
  return (
    <>
      <Group align="flex-start" gap="md" wrap="nowrap">
        <TextInput
          label={t('host')}
          placeholder={t('hostHint')}
          required
          {...lookOf(isLocked)}
          style={{ flex: 1 }}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={253}
          {...form.getInputProps('host')}
        />
        <NumberInput
          label={t('port')}
          required
          {...lookOf(isLocked)}
          w={104}
          hideControls
          allowDecimal={false}
          allowNegative={false}
          maxLength={5}
          {...form.getInputProps('port')}
        />
      </Group>
      <Select
        label={t('security')}
        data={MAIL_SECURITIES.map((security) => ({ value: security, label: t(`securities.${security}`) }))}
        allowDeselect={false}
        {...lookOf(isLocked)}
        {...form.getInputProps('security')}
        onChange={secure}
      />
    </>
  );
}

function LogIn({ form, mail }: Props) {
  const t = useTranslations('mail.form');
  const { user, security } = form.values;
  const isLocked = mail.locked.server;
  return (
    <>
      <TextInput
        label={t('user')}
        description={t('userHint')}
        {...lookOf(isLocked)}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={254}
        {...form.getInputProps('user')}
      />
      {user !== '' && !isLocked ? (
        <PasswordInput
          label={t('password')}
          description={t(mail.has_password ? 'passwordKeptHint' : 'passwordHint')}
          placeholder={mail.has_password ? t('passwordKept') : undefined}
          autoComplete="new-password"
          maxLength={1000}
          {...form.getInputProps('password')}
        />
      ) : null}
      {user !== '' && security === 'none' ? <Warning>{t('plainPassword')}</Warning> : null}
    </>
  );
}

function Sender({ form, mail }: Props) {
  const t = useTranslations('mail');
  const { user, from_address: from } = form.values;
  const isLocked = mail.locked.from;
  return (
    <>
      <TextInput
        label={t('form.fromAddress')}
        description={t(isLocked && !mail.locked.server ? 'form.fromLocked' : 'form.fromAddressHint')}
        type="email"
        required
        {...lookOf(isLocked)}
        autoComplete="off"
        maxLength={254}
        {...form.getInputProps('from_address')}
      />
      <TextInput label={t('form.fromName')} {...lookOf(isLocked)} maxLength={100} {...form.getInputProps('from_name')} />
      {isForeignSender(user, from) ? <Warning>{t('sender.foreign', { from, user })}</Warning> : null}
    </>
  );
}

function Warning({ children }: { children: string }) {
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertTriangle />} role="status" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Alert>
  );
}
