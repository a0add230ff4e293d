/**
 * A worker's way of a fix as a process of its own, to be killed: the embedded broker in front of a database and a folder of pictures.
 * Arguments: database file, and where it listens, as JSON.
 */
import { EmbeddedBroker } from '@/lib/adapters/mqtt/broker';
import type { ListenersOptions } from '@/lib/adapters/mqtt/listeners';
import { Ingest } from '@/lib/services/ingest';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { directoryOf } from './ingest';

async function main(): Promise<void> {
  const [file = '', listeners = ''] = process.argv.slice(2);
  const connection = new Connection(file);
  const directory = directoryOf(connection);
  const pictures = new FilePictures(`${file}.media`);
  const ingest = new Ingest(new SqliteIngestStore(connection), directory, Date.now, { pictures });
  const where = JSON.parse(listeners) as ListenersOptions;
  await new EmbeddedBroker({ ...where, ingest, directory, clock: Date.now }).start();
  process.stdout.write('ready\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
