import type { User } from '@/lib/domain/model';
import { type LinkMatter, spanOf } from '@/lib/domain/notify/links';
import { pauseEnd } from '@/lib/domain/notify/pause';
import type { EventStore, GeofenceStore, UserStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import { ServiceError } from './errors';
import type { FalseAlarmService } from './false-alarms';
import type { PauseService } from './pauses';
import { LINK_DAYS, type LinkClaim, type ReadLink, type SignedLinks } from './signed-links';

export interface MailLinkDependencies {
  links: SignedLinks;
  users: Pick<UserStore, 'find'>;
  zones: Pick<GeofenceStore<unknown>, 'find'>;
  events: Pick<EventStore, 'find'>;
  pauses: PauseService;
  falseAlarms: FalseAlarmService;
  clock: Clock;
}

/** Who a page of a link speaks to. */
export type LinkReader = Pick<User, 'language' | 'time_zone'>;

/** `gone`: what it was about, or the person, no longer exists. */
export type LinkState =
  | { state: 'ready'; reader: LinkReader; matter: LinkMatter }
  | { state: 'expired' | 'gone'; reader: LinkReader | null }
  | { state: 'forged'; reader: null };

const REFUSALS = {
  forged: 'this link was not made here, or it was changed on its way',
  expired: `this link is older than ${LINK_DAYS} days; newer mails have new ones`,
  gone: 'what this link is about no longer exists',
} as const;

const refused = (why: keyof typeof REFUSALS) => new ServiceError('NOT_FOUND', REFUSALS[why]);

type Known = { user: User; claim: LinkClaim; about: Pick<LinkMatter, 'zone_name' | 'event'> };

/** What the links of mails do: without a sign-in, for the one person and the one thing that each is signed for. */
export class MailLinkService {
  constructor(private readonly the: MailLinkDependencies) {}

  /** Looks and changes nothing: mail scanners open links, too. */
  async look(token: string): Promise<LinkState> {
    const { links, clock } = this.the;
    const read = links.read(token, clock());
    if (read.state === 'forged') return { state: 'forged', reader: null };
    const known = await this.know(read);
    if (known === null) return { state: 'gone', reader: await this.the.users.find(read.claim.user_id) };
    if (read.state === 'expired') return { state: 'expired', reader: known.user };
    return { state: 'ready', reader: known.user, matter: await this.matterOf(known) };
  }

  /** Does what the link says; once more changes no more. @throws ServiceError NOT_FOUND for a link that is forged, expired or of something gone */
  async use(token: string): Promise<void> {
    const { user, claim } = await this.mustKnow(token);
    if (claim.action === 'false_alarm') await this.the.falseAlarms.mark(user, Number(claim.subject), 'mail');
    else await this.the.pauses.begin(user, zoneOf(claim), spanOf(claim.action) ?? 'for_good', 'mail');
  }

  /** Takes back what the link did. @throws as `use` */
  async undo(token: string): Promise<void> {
    const { user, claim } = await this.mustKnow(token);
    if (claim.action === 'false_alarm') {
      await this.the.falseAlarms.unmark(user, Number(claim.subject), 'mail');
      return;
    }
    const pause = await this.the.pauses.of(user, zoneOf(claim));
    if (pause) await this.the.pauses.resume(user, pause.id, 'mail');
  }

  private async mustKnow(token: string): Promise<Known> {
    const read = this.the.links.read(token, this.the.clock());
    if (read.state !== 'valid') throw refused(read.state);
    const known = await this.know(read);
    if (known === null) throw refused('gone');
    return known;
  }

  private async know({ claim }: Exclude<ReadLink, { state: 'forged' }>): Promise<Known | null> {
    const user = await this.the.users.find(claim.user_id);
    if (!user) return null;
    if (claim.action === 'unsubscribe') return { user, claim, about: { zone_name: null, event: null } };
    if (claim.action === 'false_alarm') {
      const event = await this.the.events.find(Number(claim.subject));
      return event && { user, claim, about: { zone_name: null, event } };
    }
    const zone = await this.the.zones.find(String(claim.subject));
    return zone && { user, claim, about: { zone_name: zone.name, event: null } };
  }

  private async matterOf({ user, claim, about }: Known): Promise<LinkMatter> {
    const base = { action: claim.action, email: user.email, ...about };
    if (claim.action === 'false_alarm') {
      return { ...base, is_done: await this.the.falseAlarms.isMarkedBy(user, Number(claim.subject)), until: null, pause: null };
    }
    const pause = await this.the.pauses.of(user, zoneOf(claim));
    const span = spanOf(claim.action) ?? 'for_good';
    return { ...base, is_done: pause !== null, until: pauseEnd(span, this.the.clock(), user.time_zone), pause };
  }
}

const zoneOf = ({ action, subject }: LinkClaim) => (action === 'unsubscribe' ? null : String(subject));
