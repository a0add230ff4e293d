import type { NotificationChoice, ToldKind, User, Way } from '@/lib/domain/model';
import { readChoices } from '@/lib/domain/notify/choice-input';
import type { ChoicesView, ChoiceView } from '@/lib/domain/notify/choice-view';
import { TOLD_KINDS } from '@/lib/domain/notify/records';
import { strangeWay } from '@/lib/domain/notify/way-input';
import type { GeofenceStore } from '@/lib/storage/ports';
import type { ChoiceStore, ZoneRecipientStore } from '@/lib/storage/ports/notify-preferences';
import type { AuditService } from './audit';
import { accessDenied, notFound, ServiceError } from './errors';
import { offeredWays, ownWays } from './notify-ways';

export interface ChoiceDependencies {
  store: ChoiceStore;
  zones: Pick<GeofenceStore<unknown>, 'find'>;
  recipients: Pick<ZoneRecipientStore, 'has'>;
  audit: AuditService;
}

/** What a zone can tell its owner; others are told what happens there, but not what the owner expects. */
const OF_OWN_ZONE: readonly ToldKind[] = ['enter', 'exit', 'dwell', 'alert'];
const OF_OTHERS_ZONE: readonly ToldKind[] = ['enter', 'exit', 'dwell'];

const invalid = (field: string, problem: string) => new ServiceError('VALIDATION_ERROR', problem, { [field]: problem });

/** On which ways a person wants to be told of what; nobody decides for another. */
export class ChoiceService {
  constructor(private readonly the: ChoiceDependencies) {}

  /**
   * @param geofence_id null: for all zones without a choice of their own
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED for a zone that the person is not told of
   */
  async get(actor: Pick<User, 'id'>, geofence_id: string | null): Promise<ChoicesView> {
    return this.view(actor, geofence_id, await this.kindsOf(actor, geofence_id));
  }

  /**
   * Changes the given kinds; `ways` null brings back the usual.
   * @throws ServiceError as `get`; VALIDATION_ERROR for kinds that the zone does not tell the person, and ways that are not there
   */
  async change(actor: Pick<User, 'id'>, geofence_id: string | null, input: unknown): Promise<ChoicesView> {
    const kinds = await this.kindsOf(actor, geofence_id);
    const read = readChoices(input, kinds);
    if ('problem' in read) throw invalid('choices', read.problem);
    const own = ownWays(await this.the.store.waysOf(actor.id));
    for (const { ways } of read.choices) {
      const strange = strangeWay('choices.ways', ways ?? [], own);
      if (strange !== null) throw invalid('choices', strange);
    }
    await this.the.store.save(actor.id, geofence_id, read.choices);
    const changed = read.choices.map(({ kind }) => kind);
    await this.the.audit.record(actor, 'update', 'notification_choice', geofence_id ?? '*', { kinds: changed });
    return this.view(actor, geofence_id, kinds);
  }

  private async view({ id }: Pick<User, 'id'>, geofence_id: string | null, kinds: readonly ToldKind[]): Promise<ChoicesView> {
    const known = await this.the.store.waysOf(id);
    const usual = await this.the.store.list(id, null);
    const own = geofence_id === null ? usual : await this.the.store.list(id, geofence_id);
    const ways = offeredWays(known);
    const there = ownWays(known);
    const isThere = (way: Way) => strangeWay('ways', [way], there) === null;
    const find = (choices: readonly NotificationChoice[], kind: ToldKind) =>
      choices.find((choice) => choice.kind === kind)?.ways.filter(isThere);
    const choices = kinds.map((kind): ChoiceView => {
      const chosen = find(own, kind);
      return { kind, ways: chosen ?? find(usual, kind) ?? ways.map(plain), is_own: chosen !== undefined };
    });
    return { choices, ways };
  }

  private async kindsOf({ id }: Pick<User, 'id'>, geofence_id: string | null): Promise<readonly ToldKind[]> {
    if (geofence_id === null) return TOLD_KINDS;
    const zone = await this.the.zones.find(geofence_id);
    if (!zone) throw notFound(`zone ${geofence_id}`);
    if (zone.owner_id === id) return OF_OWN_ZONE;
    if (await this.the.recipients.has(geofence_id, id)) return OF_OTHERS_ZONE;
    throw accessDenied('this zone belongs to somebody else, and you are not told of it');
  }
}

const plain = ({ channel, target_id }: Way): Way => ({ channel, target_id });
