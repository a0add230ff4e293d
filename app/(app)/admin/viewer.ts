import type { Viewer } from '@/components/admin/types';
import type { User } from '@/lib/domain/model';

/** What the pages' client components may know of the signed-in user. */
export function viewerOf({ id, name, role, time_zone }: User): Viewer {
  return { id, name, role, time_zone };
}
