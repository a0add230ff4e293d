'use client';

import { Alert, Badge, Button, Code, Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertCircle, IconCircleCheck, IconCircleDashed, IconLock } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '@/components/common/api';
import { ConfirmButton } from '@/components/common/confirm';
import { FormAlert } from '@/components/common/form-alert';
import { LinkButton } from '@/components/common/link-button';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { TwoColumns } from '@/components/common/two-columns';
import { useFormErrors } from '@/components/common/use-form-errors';
import { useSubmit } from '@/components/common/use-submit';
import { Section } from '../section';
import { ConnectionTest } from './connection-test';
import { FailedMails } from './failed-mails';
import { SenderAdvice } from './sender-advice';
import { ServerFields } from './server-fields';
import type { MailDto } from './types';
import { useConnectionTest } from './use-connection-test';
import { type MailForm, useMailForm, useServerWords, valuesOf } from './use-mail-form';

type Answer = { mail: MailDto };

interface Props {
  initialMail: MailDto;
  /** The reader's own address. */
  email: string;
  /** The step of the set-up from which the reader came; null for all others. */
  setupHref: string | null;
}

/** The mail server of the installation: set it up, test it, and what else makes mails arrive. */
export function MailPage({ initialMail, email, setupHref }: Props) {
  const t = useTranslations('mail');
  const [mail, setMail] = useState(initialMail);
  const form = useMailForm(mail);
  const show = (next: MailDto) => {
    setMail(next);
    form.setInitialValues(valuesOf(next));
    form.reset();
  };
  const back = setupHref ? (
    <LinkButton href={setupHref} variant="default">
      {t('backToSetup')}
    </LinkButton>
  ) : undefined;
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} aside={<Status source={mail.source} />} actions={back} />
      <TwoColumns>
        <Server mail={mail} form={form} onChange={show} />
        <Stack gap="lg">
          <FailedMails />
          <Test mail={mail} form={form} email={email} />
          <SenderAdvice />
        </Stack>
      </TwoColumns>
    </Page>
  );
}

function Status({ source }: { source: MailDto['source'] }) {
  const t = useTranslations('mail.status');
  const Icon = source === 'none' ? IconCircleDashed : IconCircleCheck;
  return (
    <Badge color={source === 'none' ? 'gray' : 'teal'} variant="light" leftSection={<Icon size={14} aria-hidden />} tt="none">
      {t(source)}
    </Badge>
  );
}

function Server({ mail, form, onChange }: { mail: MailDto; form: MailForm; onChange: (mail: MailDto) => void }) {
  const t = useTranslations('mail');
  const inWords = useServerWords();
  const isLocked = mail.locked.server;
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    try {
      onChange((await api<Answer>('PUT', '/api/settings/mail', values)).mail);
    } catch (error) {
      throw inWords(error);
    }
    notifications.show({ message: t('form.saved') });
  });
  const remove = async () => {
    onChange((await api<Answer>('DELETE', '/api/settings/mail')).mail);
    notifications.show({ message: t('form.removed') });
  };
  return (
    <Section title={t('form.title')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          {isLocked ? (
            <Alert color="gray" icon={<IconLock />} title={t('locked.title')}>
              {t.rich('locked.text', { code: (text) => <Code>{text}</Code> })}
            </Alert>
          ) : null}
          {mail.problem ? (
            <Alert color="red" icon={<IconAlertCircle />} role="alert">
              {t('problem')}
            </Alert>
          ) : null}
          <FormAlert message={message} />
          <ServerFields form={form} mail={mail} />
          {isLocked ? null : (
            <Group justify="flex-end">
              {mail.source === 'settings' || mail.problem ? (
                <ConfirmButton
                  variant="subtle"
                  title={t('form.removeTitle')}
                  lost={t('form.removeLost')}
                  action={t('form.removeAction')}
                  onConfirm={remove}
                >
                  {t('form.remove')}
                </ConfirmButton>
              ) : null}
              <Button type="submit" loading={busy}>
                {t('form.save')}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Section>
  );
}

/** With a form that can be changed, what is in it is tested; where the environment decides, what is used. */
function Test({ mail, form, email }: { mail: MailDto; form: MailForm; email: string }) {
  const test = useConnectionTest();
  const errors = useFormErrors(form);
  const inWords = useServerWords();
  const isOpen = !mail.locked.server;
  const isDraft = isOpen && (form.isDirty() || mail.source === 'none');
  const start = async (to: string) => {
    const { hasErrors, errors: found } = isDraft ? form.validate() : { hasErrors: false, errors: {} };
    if (hasErrors) return errors.focusFirst(found);
    errors.clear();
    const { values } = form;
    try {
      await test.start({ to, security: values.security, ...(isDraft ? { settings: { ...values } } : {}) });
    } catch (error) {
      errors.show(inWords(error));
    }
  };
  return (
    <Stack gap="sm">
      <FormAlert message={errors.message} />
      <ConnectionTest test={test} initialTo={email} isOpen={isOpen} isDraft={isDraft} onStart={start} />
    </Stack>
  );
}
