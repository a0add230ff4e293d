import type { MailSecurity } from '@/lib/domain/notify/mail-server';

/** The mail server as GET /api/settings/mail gives it; never with the password. */
export interface MailDto {
  source: 'environment' | 'settings' | 'none';
  /** What the environment decides. */
  locked: { server: boolean; from: boolean };
  host: string;
  port: number;
  security: MailSecurity;
  user: string;
  has_password: boolean;
  from_address: string;
  from_name: string;
  /** Why what is set up can't be used. */
  problem: string | null;
  updated_at: string | null;
}
