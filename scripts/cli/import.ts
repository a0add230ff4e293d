import { existsSync } from 'node:fs';
import path from 'node:path';
import { ArchiveError } from '@/lib/adapters/import/archive';
import { openSource } from '@/lib/adapters/import/source';
import { IMPORT_FORMATS, type ImportFormat } from '@/lib/domain/import/item';
import { emptyReport, type ImportReport } from '@/lib/domain/import/report';
import type { ImportSource } from '@/lib/domain/import/source';
import type { User } from '@/lib/domain/model';
import { systemClock } from '@/lib/services/clock';
import { byName, intoOne } from '@/lib/services/import-devices';
import { Importer, NothingRead, type ResolveDevice } from '@/lib/services/importer';
import { PictureIntake } from '@/lib/services/picture-intake';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { SqliteImportStore } from '@/lib/storage/sqlite/import-store';
import { type Command, UsageError } from './command';
import { type Context, withContext } from './context';

const PROGRESS_MS = 1_000;

function formatOption(given: string | undefined): ImportFormat | null {
  if (given === undefined) return null;
  const format = IMPORT_FORMATS.find((name) => name === given);
  if (!format) throw new UsageError(`--format is ${given}; it must be ${IMPORT_FORMATS.join(', ')}`);
  return format;
}

async function open(given: string | undefined, format: ImportFormat | null): Promise<ImportSource> {
  if (!given) throw new UsageError('import: FILE or FOLDER is missing; it says what to import');
  const file = path.resolve(given);
  if (!existsSync(file)) throw new UsageError(`import: ${file} is not there`);
  return openSource(file, format);
}

/** What is wrong with the file is one line; it may turn up with the first look, or with the last file in it. */
function explained(file: string | undefined, error: unknown): unknown {
  if (error instanceof NothingRead) return new UsageError(`import: ${error.message}`);
  if (error instanceof ArchiveError)
    return new UsageError(`import: ${path.resolve(file ?? '')} can't be opened: ${error.message}`);
  return error;
}

async function resolver(
  { devices }: Context,
  owner: User,
  source: ImportSource,
  name: string | undefined,
  create: boolean,
): Promise<ResolveDevice> {
  if (name === undefined) return byName(source, { owner, devices, create });
  const own = (await devices.list(owner, { user_id: owner.id })).filter((row) => row.user_id === owner.id);
  const device = own.find((row) => row.device.toLowerCase() === name.toLowerCase());
  if (device) return intoOne(source, device);
  if (create) return intoOne(source, (await devices.create(owner, { name, device: name })).device);
  const known = own.map((row) => row.device).join(', ') || 'none yet';
  throw new UsageError(`--device is ${name}; ${owner.email} has ${known}. With --create it is made`);
}

/** A line that is written over on a terminal. */
function showProgress(source: ImportSource) {
  let shownAt = 0;
  return ({ read, added }: ImportReport, bytesDone: number) => {
    const now = systemClock();
    if (!process.stderr.isTTY || now - shownAt < PROGRESS_MS) return;
    shownAt = now;
    const percent = source.bytes_total === 0 ? 100 : Math.min(100, Math.floor((100 * bytesDone) / source.bytes_total));
    process.stderr.write(`\r\x1b[2K${percent} %, ${read} fixes read, ${added} new`);
  };
}

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());

function describe(report: ImportReport): string {
  const { read, added, known, refused, faults, skipped, files_skipped, devices, waypoints, cards } = report;
  const span = report.first_at === null ? '' : `, from ${iso(report.first_at)} to ${iso(report.last_at)}`;
  return [
    `${read} fixes read${span}: ${added} are new, ${known} were known. ${refused} refused.`,
    ...devices.map((device) => `  ${device.name}${device.is_new ? ' (new)' : ''}: ${device.added} new of ${device.read}`),
    ...(waypoints + cards > 0 ? [`  ${waypoints} waypoints, ${cards} cards`] : []),
    ...faults.map(({ file, unit, at, reason }) => `  refused: ${file}, ${unit} ${at}: ${reason}`),
    ...(refused > faults.length ? [`  … and ${refused - faults.length} more`] : []),
    ...skipped.map(({ file, reason }) => `  not read: ${file}: ${reason}`),
    ...(files_skipped > skipped.length ? [`  … and ${files_skipped - skipped.length} more files`] : []),
  ].join('\n');
}

const asJson = (report: ImportReport) => ({
  ...report,
  first_at: iso(report.first_at),
  last_at: iso(report.last_at),
  devices: report.devices.map((device) => ({ ...device, first_at: iso(device.first_at), last_at: iso(device.last_at) })),
});

export const importCommand: Command = {
  name: 'import',
  help: 'adds a history from a file or folder; what is known is not added again',
  operands: { value: 'FILE|FOLDER', help: 'Recorder store, .rec, .otrw, GPX, GeoJSON, KML, CSV, Google; also in .zip, .tar.gz' },
  options: {
    user: { value: 'E', required: true, help: 'address of the owner' },
    device: { value: 'D', help: 'the last level of its topic; without it by the names in a Recorder store' },
    format: { value: 'F', help: `${IMPORT_FORMATS.join('|')}; found out without it` },
    create: { help: 'makes devices that are missing' },
  },
  run: ({ user, device, format }, flags, [file]) =>
    withContext(async (context) => {
      const source = await open(file, formatOption(format));
      const owner = await context.userCalled(user as string);
      const resolve = await resolver(context, owner, source, device, flags.has('create'));
      const pictures = new PictureIntake(new FilePictures(context.config.mediaDir));
      const importer = new Importer(new SqliteImportStore(context.connection, systemClock), pictures);
      const progress = { files: 0, items: 0, report: emptyReport(), begun_at: systemClock() };
      const report = await importer.run({ source, resolve, job_id: null, progress, onStep: showProgress(source) });
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
      const devices = report.devices.map(({ device_id }) => device_id);
      await context.audit.record(owner, 'import', 'device', devices.join(',') || '-', { file, added: report.added });
      return { json: asJson(report), text: describe(report) };
    }).catch((error: unknown) => {
      throw explained(file, error);
    }),
};
