import type { ReactNode } from 'react';
import { AppShell } from '@/components/shell/app-shell';
import { getServer } from '../server';
import { requireUser } from '../session';

/** All pages beneath are for people who are signed in. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const { id, name, email, role } = await requireUser();
  const unread = await getServer().services.inbox.unread({ id });
  return (
    <AppShell user={{ name, email, role }} unread={unread}>
      {children}
    </AppShell>
  );
}
