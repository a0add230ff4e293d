import type { AuditEntry, User } from '@/lib/domain/model';
import type { AuditStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import { accessDenied } from './errors';

/** A page that refreshes itself is one look, not hundreds. */
const SAME_LOOK_MS = 10 * 60_000;
const REMEMBERED_LOOKS = 10_000;

/** Who changed what, and which admin looked at whose data. */
export class AuditService {
  private readonly looks = new Map<string, number>();

  constructor(
    private readonly store: AuditStore,
    private readonly clock: Clock,
  ) {}

  /** Records a change. `actor` null: the installation itself (setup, environment). */
  async record(
    actor: Pick<User, 'id'> | null,
    action: string,
    subject_type: string,
    subject_id: string | number,
    detail: Record<string, unknown> | null = null,
  ): Promise<void> {
    const actor_user_id = actor?.id ?? null;
    await this.store.add({ at: this.clock(), actor_user_id, action, subject_type, subject_id: String(subject_id), detail });
  }

  /**
   * Records that an admin saw what belongs to others; does nothing when all of it is the actor's own. The same look is
   * recorded once in ten minutes.
   * @param owner_ids whose data was seen; repeats and the actor's own id may be in it
   * @param subject_id '*' for a list
   */
  async noteRead(
    actor: Pick<User, 'id' | 'role'>,
    subject_type: string,
    subject_id: string | number,
    owner_ids: Iterable<number>,
  ): Promise<void> {
    if (actor.role !== 'admin') return;
    const others = [...new Set(owner_ids)].filter((id) => id !== actor.id).sort((a, b) => a - b);
    if (others.length === 0) return;
    const look = `${actor.id} ${subject_type} ${subject_id} ${others.join(',')}`;
    const now = this.clock();
    const last = this.looks.get(look);
    if (last !== undefined && now - last < SAME_LOOK_MS) return;
    this.looks.delete(look);
    this.looks.set(look, now);
    if (this.looks.size > REMEMBERED_LOOKS) this.looks.delete(this.looks.keys().next().value as string);
    await this.record(actor, 'read', subject_type, subject_id, { owner_ids: others });
  }

  /** As `noteRead`, for rows that name their owners. */
  noteReadOf(
    actor: Pick<User, 'id' | 'role'>,
    subject_type: string,
    subject_id: string | number,
    rows: readonly { owner_id: number }[],
  ): Promise<void> {
    const owners = rows.map(({ owner_id }) => owner_id);
    return this.noteRead(actor, subject_type, subject_id, owners);
  }

  /** Newest first. @throws ServiceError ACCESS_DENIED for anyone but an admin */
  async list(actor: User, limit: number, beforeId?: number): Promise<(AuditEntry & { actor_name: string | null })[]> {
    if (actor.role !== 'admin') throw accessDenied('only an admin may read the audit log');
    return this.store.list(limit, beforeId);
  }
}
