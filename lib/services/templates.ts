import type { NotificationTemplate, ToldKind, User } from '@/lib/domain/model';
import { type TemplateText, templateProblems } from '@/lib/domain/notify/template-input';
import type { ClaimedItem } from '@/lib/storage/ports';
import type { TemplateStore } from '@/lib/storage/ports/templates';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { ServiceError } from './errors';

export interface TemplateDependencies {
  store: TemplateStore;
  audit: AuditService;
  clock: Clock;
}

type Person = Pick<User, 'id'>;

/** A person's own words for what they are told. Each has their own, and nobody writes for another. */
export class TemplateService {
  constructor(private readonly the: TemplateDependencies) {}

  list(actor: Person): Promise<NotificationTemplate[]> {
    return this.the.store.list(actor.id);
  }

  /** What the person was last told of each kind, to show own words with. */
  lastTold(actor: Person): Promise<ClaimedItem[]> {
    return this.the.store.lastTold(actor.id);
  }

  /** @throws ServiceError VALIDATION_ERROR by field, with the place of a placeholder that is none */
  async save(actor: Person, kind: ToldKind, { subject, body }: TemplateText): Promise<NotificationTemplate> {
    const problems = templateProblems(kind, { subject, body });
    const [first] = Object.values(problems);
    if (first) throw new ServiceError('VALIDATION_ERROR', first, problems);
    const template = { user_id: actor.id, kind, subject, body, updated_at: this.the.clock() };
    await this.the.store.save(template);
    await this.the.audit.record(actor, 'update', 'notification_template', kind);
    return template;
  }

  /** Back to our words; without own ones nothing changes. */
  async reset(actor: Person, kind: ToldKind): Promise<void> {
    if (await this.the.store.remove(actor.id, kind)) await this.the.audit.record(actor, 'delete', 'notification_template', kind);
  }
}
