import type { MailView } from '@/lib/domain/notify/mail-server';

/** The mail server as GET /api/settings/mail gives it; never with the password. */
export type MailDto = Omit<MailView, 'updated_at'> & { updated_at: string | null };
