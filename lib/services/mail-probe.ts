import type { User } from '@/lib/domain/model';
import type { ProbeStep } from '@/lib/domain/notify/mail-server';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { ServiceError } from './errors';
import type { MailServerInput, MailSettings } from './mail-settings';
import type { TestRecipient } from './mailer';

/** Longer than the sum of what the parts of a slow but living server take. */
const LIMIT_MS = 60_000;

export interface ProbeReport {
  ok: boolean;
  /** Where it went wrong. */
  failed_step: ProbeStep['step'] | null;
  steps: ProbeStep[];
}

/** Goes the whole way of a mail, part by part, and sends a real one. */
export interface MailProbe {
  /**
   * Never throws for what the other side does. Each step is told as soon as it is over; those after a failed one are not tried.
   * @param at the time that the mail names
   */
  run(
    server: { smtpUrl: string; from: string },
    mail: { recipient: TestRecipient; at: number },
    onStep: (step: ProbeStep) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

interface Parts {
  settings: MailSettings;
  probe: MailProbe;
  audit: AuditService;
  clock: Clock;
}

/** The admins' test of a mail server, before it is saved or after. */
export class MailProbeService {
  private readonly testing = new Set<number>();

  constructor(private readonly parts: Parts) {}

  /**
   * @param draft settings that need not be saved; null: those that are used
   * @throws ServiceError VALIDATION_ERROR when nothing is set up or the password is missing, RATE_LIMITED during another test of the actor
   */
  async prepare(
    actor: User,
    draft: MailServerInput | null,
    to: string,
  ): Promise<(onStep?: (step: ProbeStep) => void, signal?: AbortSignal) => Promise<ProbeReport>> {
    const server = await this.parts.settings.routeFor(draft);
    if (this.testing.has(actor.id)) {
      throw new ServiceError('RATE_LIMITED', 'a test is under way; wait for its end', { retry_after_seconds: 5 });
    }
    return async (onStep = () => {}, signal) => {
      this.testing.add(actor.id);
      try {
        return await this.run(actor, server, to, onStep, signal);
      } finally {
        this.testing.delete(actor.id);
      }
    };
  }

  private async run(
    actor: User,
    server: { smtpUrl: string; from: string },
    to: string,
    onStep: (step: ProbeStep) => void,
    signal?: AbortSignal,
  ): Promise<ProbeReport> {
    const { probe, audit, clock } = this.parts;
    const steps: ProbeStep[] = [];
    const note = (step: ProbeStep) => {
      steps.push(step);
      onStep(step);
    };
    const limit = AbortSignal.timeout(LIMIT_MS);
    const mail = { recipient: { ...actor, email: to }, at: clock() };
    await probe.run(server, mail, note, signal ? AbortSignal.any([signal, limit]) : limit);
    const failed_step = steps.find(({ state }) => state === 'failed')?.step ?? null;
    const { host } = new URL(server.smtpUrl);
    await audit.record(actor, 'test', 'setting', 'mail', { host, to, failed_step });
    return { ok: failed_step === null, failed_step, steps };
  }
}
