'use client';

import { Menu, type MenuProps } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactElement } from 'react';
import { entryIcons } from './icons';
import type { Entry, EntryName } from './navigation';

interface Props extends Pick<MenuProps, 'position'> {
  entries: Entry[];
  active: EntryName | null;
  /** The button that opens it. */
  children: ReactElement;
}

/** The entries that a bar has no room for. */
export function MoreMenu({ entries, active, position, children }: Props) {
  const t = useTranslations('shell');
  return (
    <Menu position={position} width={200} shadow="md" offset={4}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {entries.map(({ name, href }) => {
          const Icon = entryIcons[name];
          return (
            <Menu.Item
              key={name}
              component={Link}
              href={href}
              leftSection={<Icon size={18} aria-hidden />}
              aria-current={active === name ? 'page' : undefined}
            >
              {t(`entries.${name}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
