'use client';

import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconLogout, IconRocket, IconUser } from '@tabler/icons-react';
import Link from 'next/link';
import { signOut } from 'next-auth/react';
import { useTranslations } from 'next-intl';
import { leaveBrowser } from '../notify/push/subscription';
import type { ShellUser } from './app-shell';

/** Ends the session and the pushes on this browser and goes to the sign-in page. */
export async function leave(): Promise<void> {
  await leaveBrowser();
  await signOut({ callbackUrl: '/sign-in' });
}

/** Who is signed in, with the way to the account, the setup and out. */
export function UserMenu({ user }: { user: ShellUser }) {
  const t = useTranslations('shell');
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <UnstyledButton aria-label={t('userMenu', { name: user.name })} p={4} style={{ borderRadius: 999 }}>
          <Avatar name={user.name} color="fence" size={32} radius="xl" alt="" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text component="span" display="block" fw={600} c="var(--mantine-color-text)" truncate>
            {user.name}
          </Text>
          <Text component="span" display="block" size="sm" truncate>
            {user.email}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} href="/account" leftSection={<IconUser size={18} />}>
          {t('entries.account')}
        </Menu.Item>
        <Menu.Item component={Link} href="/setup" leftSection={<IconRocket size={18} />}>
          {t('setup')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} />} onClick={leave}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
