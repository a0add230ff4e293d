import type { ApiToken, AuditEntry, Location, RejectedMessage, User } from '@/lib/domain/model';

/** Epoch milliseconds as ISO 8601; null stays null. */
export function iso(time: number): string;
export function iso(time: number | null): string | null;
export function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

export const userDto = (user: User) => ({ ...user, created_at: iso(user.created_at), updated_at: iso(user.updated_at) });

export const tokenDto = (token: ApiToken) => ({
  ...token,
  created_at: iso(token.created_at),
  last_used_at: iso(token.last_used_at),
});

export const auditDto = (entry: AuditEntry & { actor_name: string | null }) => ({ ...entry, at: iso(entry.at) });

export const rejectedDto = (message: RejectedMessage) => ({ ...message, received_at: iso(message.received_at) });

export const locationDto = (location: Location) => ({
  ...location,
  occurred_at: iso(location.occurred_at),
  created_at: iso(location.created_at),
  received_at: iso(location.received_at),
});
export type LocationDto = ReturnType<typeof locationDto>;
