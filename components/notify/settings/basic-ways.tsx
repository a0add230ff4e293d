import { IconBell, IconMail } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { WayRow } from './way-row';

/** The ways that everybody has without setting anything up. */
export function BasicWays({ email }: { email: string }) {
  const t = useTranslations('notifyChoices.basic');
  return (
    <>
      <WayRow icon={<IconBell size={20} aria-hidden />} name={t('inbox')} state={t('inboxHint')} />
      <WayRow icon={<IconMail size={20} aria-hidden />} name={t('email')} state={t('emailHint', { email })} />
    </>
  );
}
