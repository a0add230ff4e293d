'use client';

import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import classes from './shell.module.css';

/** Switches between light and dark. Both icons are rendered and CSS shows one, so the server need not know the scheme. */
export function ColorSchemeToggle() {
  const t = useTranslations('shell');
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <Tooltip label={t('colorScheme')}>
      <ActionIcon size={40} onClick={toggleColorScheme} aria-label={t('colorScheme')}>
        <IconMoon size={20} className={classes.whenLight} />
        <IconSun size={20} className={classes.whenDark} />
      </ActionIcon>
    </Tooltip>
  );
}
