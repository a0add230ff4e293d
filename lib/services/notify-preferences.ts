import type { NotificationPreference, User } from '@/lib/domain/model';
import { changePreference, DEFAULT_PREFERENCE } from '@/lib/domain/notify/preference-input';
import { strangeWay } from '@/lib/domain/notify/way-input';
import type { ChoiceStore, PreferenceStore } from '@/lib/storage/ports/notify-preferences';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { ServiceError } from './errors';
import { ownWays } from './notify-ways';

/** `updated_at` null: the person decided nothing yet. */
export type PreferenceView = Omit<NotificationPreference, 'user_id' | 'updated_at'> & { updated_at: number | null };

export interface PreferenceDependencies {
  store: PreferenceStore;
  ways: Pick<ChoiceStore, 'waysOf'>;
  audit: AuditService;
  clock: Clock;
}

/** When a person wants to be told: each has their own, and nobody decides for another. */
export class PreferenceService {
  constructor(private readonly the: PreferenceDependencies) {}

  async get(actor: Pick<User, 'id'>): Promise<PreferenceView> {
    const stored = await this.the.store.find(actor.id);
    if (!stored) return { ...DEFAULT_PREFERENCE, updated_at: null };
    const { user_id: _person, ...preference } = stored;
    return preference;
  }

  /**
   * Changes the given fields; what the former wishes put off is judged by the new ones at once.
   * @param input as sent; lib/domain/notify/preference-input.ts says what is allowed
   * @throws ServiceError VALIDATION_ERROR by field
   */
  async change(actor: Pick<User, 'id'>, input: unknown): Promise<PreferenceView> {
    const { updated_at: _at, ...current } = await this.get(actor);
    const read = changePreference(current, input);
    if ('problems' in read) throw invalid(read.problems);
    const strange = strangeWay('escalation', read.fields.escalation, ownWays(await this.the.ways.waysOf(actor.id)));
    // What was in the order before stays, though it be gone.
    const isNew = read.fields.escalation !== current.escalation;
    if (isNew && strange !== null) throw invalid({ escalation: strange });
    const updated_at = this.the.clock();
    await this.the.store.save({ ...read.fields, user_id: actor.id, updated_at });
    await this.the.audit.record(actor, 'update', 'notification_preference', actor.id);
    return { ...read.fields, updated_at };
  }
}

function invalid(problems: Record<string, string>): ServiceError {
  return new ServiceError('VALIDATION_ERROR', Object.values(problems)[0] ?? 'the preferences are not valid', problems);
}
