import { baseTopic, deviceKey, splitTopic } from '@/lib/domain/owntracks/topic';
import type { DeviceIdentity, DeviceStore, StoredIdentity } from '@/lib/storage/ports';
import { hashDevicePassword } from './device-password';
import { ENCRYPTION_KEY_PURPOSE } from './devices';
import { groupBy } from './group-by';
import type { SecretBox } from './secret-box';

/** Topics are looked up for every message; so many spellings of them are remembered at most. */
const MAX_CACHED_TOPICS = 100_000;

const credentialKey = (handle: string, secretHash: string) => `${handle.toLowerCase()}\n${secretHash}`;

/**
 * All devices' names, password hashes and encryption keys in memory, so that neither a log-in nor a message reads the
 * database. Made anew when the store's revision has changed.
 */
export class DeviceDirectory {
  private revision: number | null = null;
  private byId = new Map<number, DeviceIdentity>();
  private byCredentials = new Map<string, DeviceIdentity>();
  private byName = new Map<string, DeviceIdentity>();
  private byHandle = new Map<string, DeviceIdentity[]>();
  private byUser = new Map<number, DeviceIdentity[]>();
  private topics = new Map<string, DeviceIdentity | null>();
  /** Base topics as phones write them; letter case and a leading slash are theirs to choose. */
  private readonly spellings = new Map<number, string>();
  /** Encryption keys by their sealed form, so that a change of one device does not unseal all the others again. */
  private keys = new Map<string, string | null>();

  constructor(
    private readonly store: Pick<DeviceStore, 'identities' | 'revision'>,
    private readonly secrets: Pick<SecretBox, 'open'>,
  ) {}

  /** Another number after each change of the devices; null before they were first read. */
  get version(): number | null {
    return this.revision;
  }

  /**
   * The device with this password under this handle (letter case of the handle does not count), or null.
   * Looks for changes first, so that a new password counts, and a withdrawn one doesn't, from the next log-in on.
   */
  authenticate(username: string, password: string): DeviceIdentity | null {
    this.refreshIfChanged();
    return this.byCredentials.get(credentialKey(username, hashDevicePassword(password))) ?? null;
  }

  byTopic(handle: string, device: string): DeviceIdentity | null {
    if (this.revision === null) this.refreshIfChanged();
    return this.byName.get(deviceKey(handle, device)) ?? null;
  }

  /** The device whose base topic is at or above `topic`; null when there is none. */
  ofTopic(topic: string): DeviceIdentity | null {
    const known = this.topics.get(topic);
    if (known !== undefined) return known;
    const parts = splitTopic(topic);
    const identity = parts && this.byTopic(parts.user, parts.device);
    if (identity) this.spellings.set(identity.id, topic.slice(0, topic.length - parts.suffix.length).replace(/\/$/, ''));
    if (this.topics.size >= MAX_CACHED_TOPICS) this.topics.clear();
    this.topics.set(topic, identity);
    return identity;
  }

  /** The device's base topic as the phone last wrote it, else as OwnTracks makes it by default. */
  topicOf(device: DeviceIdentity): string {
    return this.spellings.get(device.id) ?? baseTopic(device.handle, device.device);
  }

  ofId(id: number): DeviceIdentity | null {
    return this.byId.get(id) ?? null;
  }

  /** All devices of a person. */
  ofUser(user_id: number): readonly DeviceIdentity[] {
    return this.byUser.get(user_id) ?? [];
  }

  /** All devices of the person with this handle. */
  ofHandle(handle: string): readonly DeviceIdentity[] {
    return this.byHandle.get(handle.toLowerCase()) ?? [];
  }

  /** Reads the devices again if one was added, changed or removed since. @returns whether that was so */
  refreshIfChanged(): boolean {
    const revision = this.store.revision();
    if (revision === this.revision) return false;
    const identities = this.withKeys(this.store.identities());
    this.byId = new Map(identities.map((identity) => [identity.id, identity]));
    this.byCredentials = new Map(identities.map((it) => [credentialKey(it.handle, it.secret_hash), it]));
    this.byName = new Map(identities.map((it) => [deviceKey(it.handle, it.device), it]));
    this.byHandle = groupBy(identities, ({ handle }) => handle.toLowerCase());
    this.byUser = groupBy(identities, ({ user_id }) => user_id);
    this.topics.clear();
    this.revision = revision;
    return true;
  }

  /** A key that was sealed with another AUTH_SECRET counts as none. */
  private withKeys(stored: readonly StoredIdentity[]): DeviceIdentity[] {
    const keys = new Map<string, string | null>();
    const identities = stored.map(({ sealed_encryption_key: sealed, ...identity }) => {
      if (sealed === null) return { ...identity, encryption_key: null };
      const encryption_key = this.keys.get(sealed) ?? this.secrets.open(ENCRYPTION_KEY_PURPOSE, sealed);
      keys.set(sealed, encryption_key);
      return { ...identity, encryption_key };
    });
    this.keys = keys;
    return identities;
  }
}
