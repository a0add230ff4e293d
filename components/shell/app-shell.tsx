'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Role } from '@/lib/domain/model';
import { Bell } from '../notify/centre/bell';
import { InboxProvider } from '../notify/centre/inbox-context';
import { PushKeeper } from '../notify/push/push-keeper';
import { BottomNav } from './bottom-nav';
import { ColorSchemeToggle } from './color-scheme-toggle';
import { Mark } from './logo';
import { activeEntry, entriesFor } from './navigation';
import classes from './shell.module.css';
import { TopNav } from './top-nav';
import { UserMenu } from './user-menu';

export interface ShellUser {
  name: string;
  email: string;
  role: Role;
}

interface Props {
  user: ShellUser;
  /** Notifications that the person has not looked at, when the page was rendered. */
  unread: number;
  children: ReactNode;
}

/** The frame of all pages of a signed-in person: a bar above, on phones a second one below, the page between. */
export function AppShell({ user, unread, children }: Props) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const active = activeEntry(pathname);
  const entries = entriesFor(user.role);
  return (
    <InboxProvider unread={unread}>
      <div className={classes.shell}>
        <PushKeeper />
        <a href="#main" className={classes.skip}>
          {t('skip')}
        </a>
        <header className={classes.top}>
          <Link href="/map" className={classes.brand}>
            <Mark />
            Fencepost
          </Link>
          <TopNav entries={entries} active={active} />
          <span className={classes.spring} />
          <Bell isOpen={pathname === '/notifications'} />
          <ColorSchemeToggle />
          <UserMenu user={user} />
        </header>
        <main id="main" tabIndex={-1} className={classes.main}>
          {children}
        </main>
        <BottomNav entries={entries} active={active} />
      </div>
    </InboxProvider>
  );
}
