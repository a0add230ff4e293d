import { createHmac, randomBytes } from 'node:crypto';
import type { User } from '@/lib/domain/model';
import type { ShareStore, UserStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import { verifyPassword } from './passwords';
import { publicUser } from './users';

/** How long a right password is believed without deriving its key again, which costs a quarter of a second. */
const REMEMBERED_MS = 5 * 60_000;
const MAX_REMEMBERED = 1_000;

interface Remembered {
  user_id: number;
  /** Changes with the password. */
  session_version: number;
  until: number;
}

/** A log-in that was right, for who has to ask again later whether it still is. */
export interface VerifiedLogIn {
  user: User;
  session_version: number;
}

/**
 * Name and password that come with every request, as browsers and scripts send them (HTTP Basic). What was found right is
 * remembered for a few minutes, under a key that dies with this process; a changed password or a removed user ends it at once.
 */
export class BasicLogIn {
  private readonly secret = randomBytes(32);
  private readonly remembered = new Map<string, Remembered>();
  private readonly underWay = new Map<string, Promise<VerifiedLogIn | null>>();

  constructor(
    private readonly users: Pick<UserStore, 'find'>,
    private readonly people: Pick<ShareStore, 'findPerson'>,
    private readonly clock: Clock,
  ) {}

  /**
   * @param name the person's e-mail address or handle
   * @param admit asked once before a password is tried that is not remembered; what it throws is thrown. Requests that come
   *   together with the same password count as one.
   */
  async verify(name: string, password: string, admit: () => Promise<void>): Promise<VerifiedLogIn | null> {
    const key = createHmac('sha256', this.secret).update(`${name.trim().toLowerCase()}\0${password}`).digest('base64');
    const known = await this.recall(key);
    if (known) return known;
    const running = this.underWay.get(key);
    if (running) return running;
    const trying = this.try(key, name, password, admit).finally(() => this.underWay.delete(key));
    this.underWay.set(key, trying);
    return trying;
  }

  /** Whether a password that was right still is, as far as it can be told without it. */
  async stillStands({ user, session_version }: VerifiedLogIn): Promise<User | null> {
    const now = await this.users.find(user.id);
    return now && now.session_version === session_version ? publicUser(now) : null;
  }

  private async recall(key: string): Promise<VerifiedLogIn | null> {
    const found = this.remembered.get(key);
    if (!found) return null;
    const user = found.until > this.clock() ? await this.users.find(found.user_id) : null;
    if (user?.session_version === found.session_version) {
      return { user: publicUser(user), session_version: user.session_version };
    }
    this.remembered.delete(key);
    return null;
  }

  private async try(key: string, name: string, password: string, admit: () => Promise<void>): Promise<VerifiedLogIn | null> {
    await admit();
    const person = await this.people.findPerson(name.trim());
    const user = person && (await this.users.find(person.id));
    if (!(await verifyPassword(password, user?.password_hash ?? null)) || !user) return null;
    const { session_version } = user;
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.delete(this.remembered.keys().next().value as string);
    this.remembered.set(key, { user_id: user.id, session_version, until: this.clock() + REMEMBERED_MS });
    return { user: publicUser(user), session_version };
  }
}
