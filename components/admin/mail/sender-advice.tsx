import { Code, List } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Section } from '../section';

/** What else decides whether mails arrive: sender, SPF, DKIM, DMARC. */
export function SenderAdvice() {
  const t = useTranslations('mail.sender');
  const rich = {
    b: (text: React.ReactNode) => <strong>{text}</strong>,
    code: (text: React.ReactNode) => <Code style={{ overflowWrap: 'anywhere' }}>{text}</Code>,
  };
  return (
    <Section title={t('title')}>
      <List size="sm" spacing="xs" listStyleType="none">
        <List.Item>{t.rich('from', rich)}</List.Item>
        <List.Item>{t.rich('spf', rich)}</List.Item>
        <List.Item>{t.rich('dkim', rich)}</List.Item>
        <List.Item>{t.rich('dmarc', rich)}</List.Item>
      </List>
    </Section>
  );
}
