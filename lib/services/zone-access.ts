import type { ZoneProblems } from '@/lib/domain/geofence/zone-input';
import type { Geofence, User } from '@/lib/domain/model';
import type { UserStore } from '@/lib/storage/ports';
import { accessDenied, ServiceError } from './errors';

/** What zones and groups of zones have in common towards people. */

export function invalid(problems: ZoneProblems): ServiceError {
  return new ServiceError('VALIDATION_ERROR', Object.values(problems)[0] ?? 'the zone is not valid', problems);
}

/** @throws ServiceError ACCESS_DENIED */
export function mustBeOwn(actor: User, { owner_id, shape_type }: Pick<Geofence, 'owner_id' | 'shape_type'>): void {
  if (actor.role === 'admin' || owner_id === actor.id) return;
  throw accessDenied(`this ${shape_type === 'group' ? 'group' : 'zone'} belongs to somebody else`);
}

/** Which rows a person may see; an admin sees all. */
export const scopeOf = (actor: User) => (actor.role === 'admin' ? {} : { owner_id: actor.id });

/** @throws ServiceError ACCESS_DENIED for a user who names another owner, VALIDATION_ERROR where there is none */
export async function ownerFor(actor: User, owner_id: number, users: Pick<UserStore, 'find'>): Promise<User> {
  if (owner_id === actor.id) return actor;
  if (actor.role !== 'admin') throw accessDenied('only an admin may give a zone to somebody else');
  const owner = await users.find(owner_id);
  if (!owner) throw invalid({ owner_id: `owner_id is ${owner_id}; there is no such user` });
  return owner;
}

export function foreignDevice(device_id: number | null): ServiceError {
  const value = device_id === null ? 'of the former owner' : device_id;
  return invalid({ device_id: `device_id is ${value}; it must be a device of the owner` });
}
