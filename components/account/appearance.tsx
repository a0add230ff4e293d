'use client';

import { type MantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { useTranslations } from 'next-intl';

const SCHEMES = ['auto', 'light', 'dark'] as const;

/** Light, dark, or as the system has it; kept in this browser, so the choice is known only there. */
export function Appearance() {
  const t = useTranslations('account.appearance');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isMounted = useMounted();
  return (
    <SegmentedControl
      aria-label={t('label')}
      value={isMounted ? colorScheme : 'auto'}
      onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
      data={SCHEMES.map((value) => ({ value, label: t(value) }))}
    />
  );
}
