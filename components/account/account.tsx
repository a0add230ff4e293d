import { Code, Stack } from '@mantine/core';
import { IconBellCog, IconRocket } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { LinkButton } from '../common/link-button';
import { Page } from '../common/page';
import { PageHeader } from '../common/page-header';
import { Appearance } from './appearance';
import { MailTest } from './mail-test';
import { OwnData } from './own-data';
import { PasswordForm } from './password-form';
import { Pauses } from './pauses';
import { ProfileForm } from './profile-form';
import { Section } from './section';
import { SignOutButton } from './sign-out-button';
import { Tokens } from './tokens';
import type { AccountToken, AccountUser } from './types';

interface Props {
  user: AccountUser;
  tokens: AccountToken[];
  timeZones: string[];
}

/** Everything that concerns only the person themselves. */
export function Account({ user, tokens, timeZones }: Props) {
  const t = useTranslations('account');
  const data = useTranslations('imports.data');
  const pauses = useTranslations('pauses.account');
  const told = useTranslations('notifyChoices');
  return (
    <Page size="md">
      <PageHeader title={t('title')} description={t('description', { email: user.email })} />
      <Stack gap="md">
        <Section title={t('profile.title')}>
          <ProfileForm user={user} timeZones={timeZones} />
        </Section>
        <Section title={t('appearance.title')} hint={t('appearance.hint')}>
          <Appearance />
        </Section>
        <Section title={t('mail.title')} hint={t('mail.hint', { email: user.email })}>
          <MailTest email={user.email} settingsHref={user.role === 'admin' ? '/admin/mail' : null} />
        </Section>
        <Section title={told('account.title')} hint={told('account.hint')}>
          <LinkButton href="/notifications/settings" variant="default" leftSection={<IconBellCog size={18} aria-hidden />}>
            {told('link')}
          </LinkButton>
        </Section>
        <Section title={pauses('title')} hint={pauses('hint')}>
          <Pauses />
        </Section>
        <Section title={t('password.title')} hint={t('password.hint')}>
          <PasswordForm email={user.email} />
        </Section>
        <Section title={t('tokens.title')} hint={t.rich('tokens.hint', { code: (text) => <Code>{text}</Code> })}>
          <Tokens initial={tokens} />
        </Section>
        <Section title={data('title')} hint={data('hint')}>
          <OwnData />
        </Section>
        <Section title={t('setup.title')} hint={t('setup.hint')}>
          <LinkButton href="/setup" variant="default" leftSection={<IconRocket size={18} />}>
            {t('setup.open')}
          </LinkButton>
        </Section>
        <Section title={t('session.title')} hint={t('session.hint')}>
          <SignOutButton />
        </Section>
      </Stack>
    </Page>
  );
}
