import type { Selectable } from 'kysely';
import type { Expectation, Weekday } from '@/lib/domain/model';
import type { Database } from './schema';

/** A row of `expectation` as the record. */
export function toExpectation(row: Selectable<Database['expectation']>): Expectation {
  return {
    ...row,
    days: JSON.parse(row.days) as Weekday[],
    is_active: row.is_active === 1,
    email_notifications: row.email_notifications === 1,
  };
}

/** The way back, for the fields that are given. */
export function expectationColumns({ days, is_active, email_notifications, ...fields }: Partial<Expectation>) {
  return {
    ...fields,
    ...(days === undefined ? {} : { days: JSON.stringify(days) }),
    ...(is_active === undefined ? {} : { is_active: is_active ? (1 as const) : (0 as const) }),
    ...(email_notifications === undefined ? {} : { email_notifications: email_notifications ? (1 as const) : (0 as const) }),
  };
}
