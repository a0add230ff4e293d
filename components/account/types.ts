import type { Language, Role } from '@/lib/domain/model';

/** The signed-in person, as the account page shows them. */
export interface AccountUser {
  name: string;
  email: string;
  role: Role;
  language: Language;
  time_zone: string;
}

/** Times are ISO 8601. */
export interface AccountToken {
  id: number;
  name: string;
  created_at: string;
  last_used_at: string | null;
}
