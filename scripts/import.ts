import { setPriority } from 'node:os';
import { openSource } from '@/lib/adapters/import/source';
import { UploadFolder } from '@/lib/adapters/import/upload-folder';
import { loadConfig } from '@/lib/config';
import { ensureAuthSecret } from '@/lib/config/auth-secret';
import { judgeSilently } from '@/lib/domain/geofence/silent';
import { AuditService } from '@/lib/services/audit';
import { systemClock } from '@/lib/services/clock';
import { DeviceService } from '@/lib/services/devices';
import { ImportRunner } from '@/lib/services/import-runner';
import { Importer } from '@/lib/services/importer';
import { PictureIntake } from '@/lib/services/picture-intake';
import { SecretBox } from '@/lib/services/secret-box';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { SqliteAuditStore } from '@/lib/storage/sqlite/audit-store';
import { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteImportJobStore } from '@/lib/storage/sqlite/import-job-store';
import { SqliteImportStore } from '@/lib/storage/sqlite/import-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';

/** Live messages and pages go first. */
const NICENESS = 10;

/** A process of its own for imports that were uploaded: runs those that wait, one after the other, and ends. */
async function main(): Promise<void> {
  // Whoever started it is gone: another will be started. What is stored stays, so it can end at any instant.
  process.on('disconnect', () => process.exit(0));
  setPriority(NICENESS);
  const config = loadConfig();
  const connection = new Connection(config.databaseFile);
  const deviceStore = new SqliteDeviceStore(connection);
  const users = new SqliteUserStore(connection);
  const audit = new AuditService(new SqliteAuditStore(connection), systemClock);
  const secrets = new SecretBox(ensureAuthSecret(config));
  const uploads = new UploadFolder(config.importsDir);
  const jobs = new SqliteImportJobStore(connection);
  const runner = new ImportRunner({
    jobs,
    importer: () =>
      new Importer(new SqliteImportStore(connection, systemClock), new PictureIntake(new FilePictures(config.mediaDir))),
    devices: new DeviceService(deviceStore, users, audit, secrets, systemClock, judgeSilently),
    deviceStore,
    users,
    files: uploads,
    open: (id, format, name) => openSource(uploads.pathOf(id), format, name),
    clock: systemClock,
  });
  await runner.tidy();
  for (let job = jobs.next(); job; job = jobs.next()) await runner.run(job.id);
  connection.close();
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`import: ${(error as Error).message}\n`);
  process.exit(1);
});
