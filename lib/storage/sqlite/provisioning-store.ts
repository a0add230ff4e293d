import type { ProvisioningSecrets, ProvisioningStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';

export class SqliteProvisioningStore implements ProvisioningStore {
  constructor(private readonly connection: Connection) {}

  async secretsOf(deviceId: number): Promise<ProvisioningSecrets> {
    const select = query.selectFrom('device').select(['provision_secret', 'encryption_key']).where('id', '=', deviceId);
    return this.connection.get<ProvisioningSecrets>(select) ?? { provision_secret: null, encryption_key: null };
  }
}
