'use client';

import { Alert, Anchor, List } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { Ability } from './ability';

interface Props {
  ability: Exclude<Ability, 'ready'>;
  secureUrl: string | null;
}

/** Why this browser can't take pushes, and what helps. */
export function Cannot({ ability, secureUrl }: Props) {
  const t = useTranslations('notifyPush.cannot');
  return (
    <Alert color="gray" icon={<IconInfoCircle />} title={t(`${ability}.title`)}>
      {ability === 'insecure' && (
        <>
          {t('insecure.text')}{' '}
          {secureUrl === null
            ? t('insecure.setUp')
            : t.rich('insecure.elsewhere', { link: () => <Anchor href={secureUrl}>{secureUrl}</Anchor> })}
        </>
      )}
      {ability === 'unsupported' && t('unsupported.text')}
      {(ability === 'denied' || ability === 'needs_home_screen') && (
        <List type="ordered" size="sm">
          {(['first', 'second', 'third'] as const).map((step) => (
            <List.Item key={step}>{t(`${ability}.${step}`)}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
