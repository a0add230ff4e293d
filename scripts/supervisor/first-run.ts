import type { Config } from '@/lib/config';
import { AuditService } from '@/lib/services/audit';
import { systemClock } from '@/lib/services/clock';
import { SetupService } from '@/lib/services/setup';
import { SqliteAuditStore } from '@/lib/storage/sqlite/audit-store';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';

/**
 * While there is no user: makes the admin that the environment names, or a link that lets one person become it.
 * @returns the link, or null where nobody needs it
 */
export async function prepareFirstRun(connection: Connection, config: Config): Promise<string | null> {
  const audit = new AuditService(new SqliteAuditStore(connection), systemClock);
  const setup = new SetupService(new SqliteSettingStore(connection), new SqliteUserStore(connection), audit, systemClock);
  if (config.adminEmail && config.adminPassword) {
    await setup.ensureAdmin(config.adminEmail, config.adminPassword);
    return null;
  }
  const token = await setup.ensureSetupToken();
  return token && `${config.publicUrl}/setup?token=${token}`;
}
