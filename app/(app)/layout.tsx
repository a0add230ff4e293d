import type { ReactNode } from 'react';
import { AppShell } from '@/components/shell/app-shell';
import { requireUser } from '../session';

/** All pages beneath are for people who are signed in. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const { name, email, role } = await requireUser();
  return <AppShell user={{ name, email, role }}>{children}</AppShell>;
}
