import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '@/__tests__/support/database';
import { JPEG } from '@/__tests__/support/pictures';
import { FilePictures } from '@/lib/storage/files/picture-files';

const bytes = Buffer.from(JPEG, 'base64');
const SHA = createHash('sha256').update(bytes).digest('hex');
const YESTERDAY = new Date(Date.now() - 86_400_000);
const HOUR_AGO = () => Date.now() - 3_600_000;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function setUp() {
  const folder = path.join(temporaryFolder(), 'media');
  folders.push(path.dirname(folder));
  const file = path.join(folder, SHA.slice(0, 2), `${SHA}.jpg`);
  const age = (name: string) => utimesSync(name, YESTERDAY, YESTERDAY);
  return { folder, file, age, files: new FilePictures(folder) };
}

const nobody = () => false;

test('a picture lies under its hash, whole, readable by its owner only, and once however often it comes', async () => {
  const { files, file } = setUp();
  expect(await Promise.all([files.keep(bytes, 'image/jpeg'), files.keep(bytes, 'image/jpeg')])).toEqual([SHA, SHA]);
  await files.keep(bytes, 'image/jpeg');
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  expect(readdirSync(path.dirname(file))).toEqual([`${SHA}.jpg`]);
  expect((await files.read(SHA, 'image/jpeg'))?.equals(bytes)).toBe(true);
});

test('what is not there reads as nothing', async () => {
  const { files } = setUp();
  expect(await files.read(SHA, 'image/jpeg')).toBeNull();
  expect(await files.readRendition(SHA, 'thumb')).toBeNull();
  expect(await files.sweep(nobody, Date.now())).toBe(0);
});

test('a folder that can not be written is an error, so that the message comes again', async () => {
  const { files, folder } = setUp();
  writeFileSync(folder, 'in the way');
  await expect(files.keep(bytes, 'image/jpeg')).rejects.toThrow(/ENOTDIR|EEXIST/);
});

describe('the sweep', () => {
  test('takes an old picture that nobody needs, with what was drawn of it', async () => {
    const { files, file, age } = setUp();
    await files.keep(bytes, 'image/jpeg');
    await files.keepRendition(SHA, 'thumb', Buffer.from('small'));
    for (const name of readdirSync(path.dirname(file))) age(path.join(path.dirname(file), name));
    expect(await files.sweep(nobody, HOUR_AGO())).toBe(1);
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });

  test('leaves what is needed, however old', async () => {
    const { files, file, age } = setUp();
    await files.keep(bytes, 'image/jpeg');
    age(file);
    const asked: string[] = [];
    const isUsed = (sha256: string) => Boolean(asked.push(sha256));
    expect(await files.sweep(isUsed, HOUR_AGO())).toBe(0);
    expect(asked).toEqual([SHA]);
    expect(existsSync(file)).toBe(true);
  });

  test('leaves a picture whose transaction may still come, also one that has come again', async () => {
    const { files, file, age } = setUp();
    await files.keep(bytes, 'image/jpeg');
    expect(await files.sweep(nobody, HOUR_AGO())).toBe(0);
    age(file);
    await files.keep(bytes, 'image/jpeg');
    expect(await files.sweep(nobody, HOUR_AGO())).toBe(0);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test('takes what a killed process left half written', async () => {
    const { files, file, age } = setUp();
    mkdirSync(path.dirname(file), { recursive: true });
    for (const name of [`${SHA}.jpg.77-1.part`, `${SHA}.jpg.going`]) {
      writeFileSync(path.join(path.dirname(file), name), 'half');
      age(path.join(path.dirname(file), name));
    }
    await files.sweep(() => true, HOUR_AGO());
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });
});
