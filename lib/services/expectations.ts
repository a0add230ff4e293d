import type { User } from '@/lib/domain/model';
import { nextEnd, windowsEnding } from '@/lib/domain/notify/expectation';
import {
  changeExpectation,
  type ExpectationFields,
  type ExpectationProblems,
  readExpectation,
} from '@/lib/domain/notify/expectation-input';
import type { AlertRow, ExpectationRefusal, ExpectationRow, ExpectationStore, GeofenceStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound, ServiceError } from './errors';

export const MAX_EXPECTATIONS = 50;

const WEEK_MS = 7 * 86_400_000;

/** An expectation with what came of it and what comes next. */
export type ExpectationView = ExpectationRow & {
  /** When it is looked at next; null: never, because it or its zone is switched off. */
  next_check_at: number | null;
  /** The last window that was looked at; null: none yet. */
  last_check: { at: number; met: boolean } | null;
};

export interface ExpectationDependencies {
  store: ExpectationStore;
  zones: Pick<GeofenceStore<unknown>, 'find'>;
  audit: AuditService;
  clock: Clock;
}

function invalid(problems: ExpectationProblems): ServiceError {
  return new ServiceError('VALIDATION_ERROR', Object.values(problems)[0] ?? 'the expectation is not valid', problems);
}

const scopeOf = (actor: User) => (actor.role === 'admin' ? {} : { owner_id: actor.id });

/** What people expect of devices and zones. An expectation belongs to the owner of its zone; admins manage all. */
export class ExpectationService {
  constructor(private readonly the: ExpectationDependencies) {}

  /** By name. */
  async list(actor: User): Promise<ExpectationView[]> {
    const rows = await this.the.store.list(scopeOf(actor));
    await this.the.audit.noteReadOf(actor, 'expectation', '*', rows);
    return rows.map((row) => this.view(row));
  }

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's */
  async get(actor: User, id: string): Promise<ExpectationView> {
    const row = await this.mustFind(actor, id);
    await this.the.audit.noteReadOf(actor, 'expectation', id, [row]);
    return this.view(row);
  }

  /**
   * @param input as sent; lib/domain/notify/expectation-input.ts says what is allowed
   * @throws ServiceError VALIDATION_ERROR by field, ACCESS_DENIED for somebody else's zone, LIMIT_REACHED
   */
  async create(actor: User, input: unknown): Promise<ExpectationView> {
    const read = readExpectation(input, actor.time_zone);
    if ('problems' in read) throw invalid(read.problems);
    const owner_id = await this.ownerOf(actor, read.fields);
    const created = await this.the.store.create({ ...read.fields, owner_id }, MAX_EXPECTATIONS, this.the.clock());
    if (typeof created === 'string') throw refused(created, read.fields);
    await this.the.audit.record(actor, 'create', 'expectation', created.id, { owner_id, name: created.name });
    return this.view(await this.mustFind(actor, created.id));
  }

  /** Changes the given fields. @throws ServiceError VALIDATION_ERROR by field, NOT_FOUND, ACCESS_DENIED */
  async update(actor: User, id: string, input: unknown): Promise<ExpectationView> {
    const current = await this.mustFind(actor, id);
    const read = changeExpectation(current, input);
    if ('problems' in read) throw invalid(read.problems);
    const owner_id = await this.ownerOf(actor, read.fields);
    const answer = await this.the.store.update(id, { ...read.fields, owner_id }, this.the.clock());
    if (answer === 'not_found') throw notFound(`expectation ${id}`);
    if (answer !== 'updated') throw refused(answer, read.fields);
    await this.the.audit.record(actor, 'update', 'expectation', id, { owner_id, name: read.fields.name });
    return this.view(await this.mustFind(actor, id));
  }

  /** Removes it with its alerts. @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async remove(actor: User, id: string): Promise<void> {
    const { owner_id, name } = await this.mustFind(actor, id);
    if (!(await this.the.store.remove(id))) throw notFound(`expectation ${id}`);
    await this.the.audit.record(actor, 'delete', 'expectation', id, { owner_id, name });
  }

  /** Newest first. @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's expectation */
  async alerts(actor: User, filter: { expectationId?: string; open?: boolean }, limit: number): Promise<AlertRow[]> {
    const { expectationId: expectation_id, open } = filter;
    if (expectation_id !== undefined) await this.mustFind(actor, expectation_id);
    const rows = await this.the.store.alerts({ expectation_id, open, ...scopeOf(actor) }, limit);
    await this.the.audit.noteReadOf(actor, 'expectation_alert', '*', rows);
    return rows;
  }

  private view(row: ExpectationRow): ExpectationView {
    const now = this.the.clock();
    const checked = row.checked_until ?? row.updated_at;
    const last = windowsEnding(row, Math.max(row.updated_at, checked - WEEK_MS), checked).at(-1);
    return {
      ...row,
      next_check_at: row.is_active && row.geofence_is_active ? nextEnd(row, now) : null,
      last_check: last ? { at: last.end, met: row.last_unmet_window !== last.start } : null,
    };
  }

  private async mustFind(actor: User, id: string): Promise<ExpectationRow> {
    const row = await this.the.store.find(id);
    if (!row) throw notFound(`expectation ${id}`);
    if (actor.role !== 'admin' && row.owner_id !== actor.id) throw accessDenied('this expectation belongs to somebody else');
    return row;
  }

  private async ownerOf(actor: User, { geofence_id }: ExpectationFields): Promise<number> {
    const zone = await this.the.zones.find(geofence_id);
    if (!zone) throw invalid({ geofence_id: `geofence_id is "${geofence_id}"; there is no such zone` });
    if (actor.role !== 'admin' && zone.owner_id !== actor.id) throw accessDenied('this zone belongs to somebody else');
    return zone.owner_id;
  }
}

function refused(why: ExpectationRefusal, { device_id }: ExpectationFields): ServiceError {
  if (why === 'foreign_device') {
    return invalid({ device_id: `device_id is ${String(device_id)}; it must be a device of the owner that the zone watches` });
  }
  const message = `a user can have ${MAX_EXPECTATIONS} expectations; remove one to make room`;
  return new ServiceError('LIMIT_REACHED', message, { limit: MAX_EXPECTATIONS });
}
