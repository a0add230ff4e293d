import type { NotificationTarget, User, WebhookPreset } from '@/lib/domain/model';
import {
  MOST_WEBHOOKS,
  mergeWebhook,
  problemText,
  type WebhookFieldName,
  type WebhookInput,
  type WebhookProblem,
  type WebhookValues,
  webhookProblems,
} from '@/lib/domain/notify/webhook-fields';
import type { SealedTarget } from '@/lib/storage/ports';
import type { TargetStore } from '@/lib/storage/ports/targets';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound, ServiceError } from './errors';
import type { OutboundCheck } from './outbound';
import type { SecretBox } from './secret-box';
import { newSigningSecret, OLD_SECRET_MS, openWebhook, sealWebhook, type WebhookSecrets } from './target-secrets';

/** How long an address is looked up before it is taken as it is. */
const CHECK_MS = 3_000;

/** A target as its person sees it: of secrets only which there are. */
export type TargetView = NotificationTarget & {
  /** Names of the secret entries that are kept. */
  kept_secrets: string[];
  /** Until when an old signing secret signs beside the new one; null: there is none. */
  old_secret_until: number | null;
  /** AUTH_SECRET has changed: the secrets must be given again. */
  is_unreadable: boolean;
};

export interface TargetDependencies {
  store: TargetStore;
  secrets: SecretBox;
  /** Whether an address may be used. */
  check: OutboundCheck;
  audit: AuditService;
  clock: Clock;
}

type Actor = Pick<User, 'id'>;

/** The webhooks and browsers of people. Each has their own; nobody sees or changes another's, admins neither. */
export class TargetService {
  constructor(private readonly the: TargetDependencies) {}

  async list(actor: Actor): Promise<TargetView[]> {
    return (await this.the.store.list(actor.id)).map((target) => this.view(target));
  }

  /**
   * @returns the webhook, and what it signs with: that is shown this once
   * @throws ServiceError VALIDATION_ERROR with details by field, LIMIT_REACHED beyond twenty
   */
  async create(
    actor: Actor,
    preset: WebhookPreset,
    name: string,
    input: WebhookInput,
  ): Promise<{ target: TargetView; secret: string | null }> {
    const { settings, secrets } = await this.checked(preset, input, null);
    const secret = preset === 'signed' ? newSigningSecret() : null;
    const kept: WebhookSecrets = { fields: secrets, signing: secret === null ? [] : [{ secret, until: null }] };
    const target = await this.the.store.create(
      {
        user_id: actor.id,
        kind: 'webhook',
        preset,
        name,
        settings,
        secrets: sealWebhook(this.the.secrets, kept),
        // A program wants each event by itself, a person does not.
        coalesces: preset !== 'signed',
      },
      MOST_WEBHOOKS,
      this.the.clock(),
    );
    if (!target) {
      throw new ServiceError(
        'LIMIT_REACHED',
        `there are ${MOST_WEBHOOKS} webhooks already; remove one that is not used any more`,
      );
    }
    await this.record(actor, 'create', target);
    return { target: this.view(target), secret };
  }

  /**
   * Changes what is given; of a browser that is the name and whether it is used. Other entries end the pause that failures with the
   * old ones brought.
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED, VALIDATION_ERROR with details by field
   */
  async update(
    actor: Actor,
    id: string,
    fields: { name?: string; is_active?: boolean },
    input: WebhookInput,
  ): Promise<TargetView> {
    const before = await this.own(actor, id);
    const hasEntries = Object.keys(input).length > 0;
    const values = hasEntries ? await this.changed(before, input) : {};
    const now = this.the.clock();
    const changed = await this.the.store.update(id, { ...fields, ...values }, now);
    const target = changed && hasEntries ? await this.the.store.resume(id, now) : changed;
    if (!target) throw notFound(`target ${id}`);
    await this.record(actor, 'update', target);
    return this.view(target);
  }

  /** A new signing secret; the old one signs, too, for a day. @throws ServiceError VALIDATION_ERROR for what signs nothing */
  async rotate(actor: Actor, id: string): Promise<{ target: TargetView; secret: string }> {
    const before = await this.own(actor, id);
    if (before.preset !== 'signed') {
      const message = `preset is ${before.preset}; only a signed webhook has a secret of ours`;
      throw new ServiceError('VALIDATION_ERROR', message, { preset: message });
    }
    const now = this.the.clock();
    const secret = newSigningSecret();
    const newest = openWebhook(this.the.secrets, before.secrets)?.signing.slice(0, 1) ?? [];
    const old = newest.map((one) => ({ ...one, until: now + OLD_SECRET_MS }));
    const sealed = sealWebhook(this.the.secrets, { fields: {}, signing: [{ secret, until: null }, ...old] });
    const target = await this.the.store.update(id, { secrets: sealed }, now);
    if (!target) throw notFound(`target ${id}`);
    await this.record(actor, 'rotate', target);
    return { target: this.view(target), secret };
  }

  /** Uses it again after Fencepost paused it. @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async resume(actor: Actor, id: string): Promise<TargetView> {
    await this.own(actor, id);
    const target = await this.the.store.resume(id, this.the.clock());
    if (!target) throw notFound(`target ${id}`);
    await this.record(actor, 'resume', target);
    return this.view(target);
  }

  /** What waits to go there does not go. @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async remove(actor: Actor, id: string): Promise<void> {
    const target = await this.own(actor, id);
    await this.the.store.remove(id, this.the.clock());
    await this.record(actor, 'delete', target);
  }

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's */
  async own(actor: Actor, id: string): Promise<SealedTarget> {
    const target = await this.the.store.find(id);
    if (!target) throw notFound(`target ${id}`);
    if (target.user_id !== actor.id) throw accessDenied('this target belongs to somebody else');
    return target;
  }

  private async changed(before: SealedTarget, input: WebhookInput) {
    if (before.kind !== 'webhook' || before.preset === 'browser') {
      const [field = 'url'] = Object.keys(input);
      const message = `${field} can not be set for a browser`;
      throw new ServiceError('VALIDATION_ERROR', message, { [field]: message });
    }
    const kept = openWebhook(this.the.secrets, before.secrets);
    const values = { settings: before.settings as WebhookValues['settings'], secrets: kept?.fields ?? {} };
    const { settings, secrets } = await this.checked(before.preset, input, values);
    // What can't be read stays as it is: only a new secret helps.
    if (before.preset === 'signed') return { settings };
    return { settings, secrets: sealWebhook(this.the.secrets, { fields: secrets, signing: [] }) };
  }

  private async checked(preset: WebhookPreset, input: WebhookInput, before: WebhookValues | null): Promise<WebhookValues> {
    const values = mergeWebhook(preset, input, before);
    const problems = Object.entries(webhookProblems(preset, values, before)) as [WebhookFieldName, WebhookProblem][];
    const details: Record<string, string> = Object.fromEntries(
      problems.map(([field, problem]) => [field, problemText(preset, field, problem, values)]),
    );
    const { url } = values.settings;
    if (url && !details.url) {
      const refusal = await this.the.check(url, AbortSignal.timeout(CHECK_MS));
      if (refusal) details.url = `url is not allowed: ${refusal}`;
    }
    const [message] = Object.values(details);
    if (message) throw new ServiceError('VALIDATION_ERROR', message, details);
    return values;
  }

  private view({ secrets: sealed, ...target }: SealedTarget): TargetView {
    if (target.kind !== 'webhook') return { ...target, kept_secrets: [], old_secret_until: null, is_unreadable: false };
    const kept = openWebhook(this.the.secrets, sealed);
    const now = this.the.clock();
    const old = kept?.signing.find(({ until }) => until !== null && until > now);
    return {
      ...target,
      kept_secrets: Object.keys(kept?.fields ?? {}),
      old_secret_until: old?.until ?? null,
      is_unreadable: kept === null,
    };
  }

  private record(actor: Actor, action: string, { id, kind, preset, name }: NotificationTarget): Promise<void> {
    return this.the.audit.record(actor, action, 'notification_target', id, { kind, preset, name });
  }
}
