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

type Changeable = Omit<Expectation, 'id' | 'created_at' | 'updated_at'>;

/** The way back: what changes of it. */
export function expectationColumns({ days, is_active, email_notifications, ...fields }: Changeable) {
  return {
    ...fields,
    days: JSON.stringify(days),
    is_active: is_active ? 1 : 0,
    email_notifications: email_notifications ? 1 : 0,
  } as const;
}
