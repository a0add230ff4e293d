import type { User, Way } from '@/lib/domain/model';
import { hasTargets } from '@/lib/domain/notify/way-input';
import type { WayTest, WayTestStore } from '@/lib/storage/ports/way-tests';
import type { Clock } from './clock';
import { accessDenied, notFound, ServiceError } from './errors';
import type { TargetService } from './targets';

const PER_MINUTE = 5;
const MINUTE_MS = 60_000;

export interface WayTestDependencies {
  store: WayTestStore;
  targets: Pick<TargetService, 'own'>;
  clock: Clock;
}

/** Tests of ways: the message goes the whole way through the worker, and how it ends is the answer. */
export class WayTestService {
  constructor(private readonly the: WayTestDependencies) {}

  /**
   * Has a test go out over one of the actor's own ways.
   * @throws ServiceError VALIDATION_ERROR where the way is not named in full, NOT_FOUND or ACCESS_DENIED for its target, RATE_LIMITED
   * beyond five a minute
   */
  async begin(actor: Pick<User, 'id'>, way: Way): Promise<WayTest> {
    await this.mustBeOwn(actor, way);
    const now = this.the.clock();
    const id = await this.the.store.add(actor.id, way, { since: now - MINUTE_MS, most: PER_MINUTE }, now);
    if (id === null) {
      const retry_after_seconds = MINUTE_MS / 1000;
      throw new ServiceError('RATE_LIMITED', `at most ${PER_MINUTE} tests a minute; try again in a minute`, {
        retry_after_seconds,
      });
    }
    return this.find(actor, id);
  }

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's */
  async find(actor: Pick<User, 'id'>, id: number): Promise<WayTest> {
    const found = await this.the.store.find(id);
    if (!found) throw notFound(`test ${id}`);
    const { user_id, ...test } = found;
    if (user_id !== actor.id) throw accessDenied('this test belongs to somebody else');
    return test;
  }

  private async mustBeOwn(actor: Pick<User, 'id'>, { channel, target_id }: Way): Promise<void> {
    const needsTarget = hasTargets(channel);
    if (needsTarget !== (target_id !== null)) {
      const message = needsTarget
        ? `target_id is missing; name the target of ${channel}`
        : `target_id must be null for ${channel}`;
      throw new ServiceError('VALIDATION_ERROR', message, { target_id: message });
    }
    if (target_id === null) return;
    const target = await this.the.targets.own(actor, target_id);
    if (target.kind === channel) return;
    const message = `target_id is of a ${target.kind}; channel must be ${target.kind}`;
    throw new ServiceError('VALIDATION_ERROR', message, { channel: message });
  }
}
