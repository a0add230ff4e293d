import { createECDH } from 'node:crypto';
import type { SettingStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import type { SecretBox } from './secret-box';

const KEY = 'push_keys';
const PURPOSE = 'push private key';
/** Of a P-256 private key. */
const PRIVATE_BYTES = 32;

interface StoredKeys {
  public_key: string;
  /** Sealed. */
  private_key: string;
  created_at: number;
}

/** What browsers know this installation by (RFC 8292), both as base64url. */
export interface PushKeyPair {
  /** The uncompressed point. */
  public_key: string;
  /** Null: it was sealed with another AUTH_SECRET. */
  private_key: string | null;
}

/**
 * The keys that pushes are signed with. They are made once and stay: a browser takes pushes only from the key that it
 * subscribed with, so that another key would end all subscriptions.
 */
export class PushKeys {
  constructor(
    private readonly store: SettingStore,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** The keys, made now where there are none; web and worker may ask at the same time and get the same. */
  async pair(): Promise<PushKeyPair> {
    const stored = (await this.store.get<StoredKeys>(KEY)) ?? (await this.store.keep(KEY, this.make()));
    return { public_key: stored.public_key, private_key: this.secrets.open(PURPOSE, stored.private_key) };
  }

  /** New keys in the place of those that can't be read any more. @returns false when they can: then they stay */
  async replaceUnreadable(): Promise<boolean> {
    if ((await this.pair()).private_key !== null) return false;
    await this.store.set(KEY, this.make());
    return true;
  }

  private make(): StoredKeys {
    const curve = createECDH('prime256v1');
    const public_key = curve.generateKeys('base64url');
    const key = curve.getPrivateKey();
    const padded = Buffer.concat([Buffer.alloc(PRIVATE_BYTES - key.length), key]).toString('base64url');
    return { public_key, private_key: this.secrets.seal(PURPOSE, padded), created_at: this.clock() };
  }
}
