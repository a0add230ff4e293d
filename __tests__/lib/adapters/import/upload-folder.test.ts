import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { UploadFolder } from '@/lib/adapters/import/upload-folder';
import { temporaryFolder } from '../../../support/database';

const ID = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

const all = () => undefined;
const bodyOf = (text: string) => new Response(text).body as ReadableStream<Uint8Array>;

test('a file lies there for its owner alone, until it is removed', async () => {
  const folder = path.join(temporaryFolder(), 'imports');
  const uploads = new UploadFolder(folder);
  expect(await uploads.write(ID, bodyOf('hello'), all)).toBe(5);
  expect(statSync(uploads.pathOf(ID)).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  await uploads.remove(ID);
  await uploads.remove(ID);
  expect(readdirSync(folder)).toEqual([]);
});

test('a full disk is said in a sentence, and leaves nothing', async () => {
  const folder = temporaryFolder();
  symlinkSync('/dev/full', path.join(folder, ID));
  const writing = new UploadFolder(folder).write(ID, bodyOf('hello'), all);
  await expect(writing).rejects.toThrow('the disk is full; the file could not be kept. Nothing was imported');
  expect(existsSync('/dev/full')).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});

test('what arrives only in part leaves nothing', async () => {
  const folder = temporaryFolder();
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (readdirSync(folder).length > 0) controller.error(new Error('the connection broke'));
      else controller.enqueue(Buffer.alloc(100_000));
    },
  });
  await expect(new UploadFolder(folder).write(ID, broken, all)).rejects.toThrow('the connection broke');
  expect(readdirSync(folder)).toEqual([]);
});

test('a sweep removes what nobody waits for, and nothing that is not ours', async () => {
  const folder = temporaryFolder();
  const uploads = new UploadFolder(folder);
  await uploads.write(ID, bodyOf('a'), all);
  await uploads.write(OTHER, bodyOf('b'), all);
  mkdirSync(path.join(folder, 'a folder'));
  await uploads.sweep(async (id) => id === OTHER);
  expect(readdirSync(folder).sort()).toEqual([OTHER, 'a folder']);
});

test('no id leads out of the folder', () => {
  const uploads = new UploadFolder(temporaryFolder());
  for (const id of ['../a', '/etc/passwd', '']) expect(() => uploads.pathOf(id)).toThrow('is no id of an import');
});
