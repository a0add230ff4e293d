import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashToken } from '@/lib/services/tokens';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { lockInstance } from '@/lib/storage/sqlite/instance-lock';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { accountCommands } from '@/scripts/cli/accounts';
import { backupCommands } from '@/scripts/cli/backup';
import { UsageError } from '@/scripts/cli/command';
import { importCommand } from '@/scripts/cli/import';
import { shareCommands } from '@/scripts/cli/shares';
import { commandLine, folder } from '../support/command-line';
import { filesIn, fileWith } from '../support/imports';

const run = commandLine([...accountCommands, ...backupCommands, ...shareCommands, importCommand]);

const databaseFile = () => path.join(folder, 'fencepost.sqlite');

const anna = ['--email', 'anna@example.org', '--name', 'Anna', '--role', 'user', '--password', 'correct horse'];

describe('the command line', () => {
  test('makes a person, a token that speaks for it, and a device with credentials', async () => {
    const user = await run('user create', ...anna);
    const { token } = await run('token create', '--user', 'anna@example.org', '--name', 'script');
    const device = await run('device create', '--user', 'ANNA@example.org', '--name', 'Phone', '--device', 'phone');
    expect(device).toMatchObject({ topic: 'owntracks/anna/phone', mqtt_username: 'anna', mqtt_password: expect.any(String) });
    const connection = openDatabase(databaseFile());
    const owner = await new SqliteTokenStore(connection).userOf(hashToken(token as string), 0);
    connection.close();
    expect(owner).toMatchObject({ id: user.id, email: 'anna@example.org' });
  });

  test('shares a device with somebody, shows that, and ends it', async () => {
    await run('user create', ...anna);
    const ben = ['--email', 'ben@example.org', '--name', 'Ben', '--role', 'user', '--password', 'correct horse'];
    await run('user create', ...ben);
    const owner = ['--user', 'anna@example.org'];
    await run('device create', ...owner, '--name', 'Phone', '--device', 'phone');
    const share = ['share create', ...owner, '--viewer', 'ben', '--device'] as const;
    await expect(run(...share, 'watch')).rejects.toThrow('--device is watch; Anna has no such device');
    await expect(run(...share, 'phone', '--until', 'soon')).rejects.toThrow('--until is "soon"; it must be a time');
    const { id } = await run(...share, 'PHONE', '--history', '--until', '2999-01-01T00:00:00Z');
    const { shares } = (await run('share list', '--user', 'ben@example.org')) as unknown as { shares: object[] };
    expect(shares).toMatchObject([{ id, owner_name: 'Anna', device_name: 'Phone', with_history: true, direction: 'received' }]);
    await run('share remove', ...owner, '--id', id as string);
    expect(await run('share list', ...owner)).toEqual({ shares: [] });
  }, 30_000);

  test.each([
    [['--email', 'anna', '--name', 'A', '--role', 'user', '--password', 'correct horse'], 'email is "anna"'],
    [['--email', 'a@example.org', '--name', 'A', '--role', 'king', '--password', 'correct horse'], 'role must be admin or user'],
    [['--email', 'a@example.org', '--name', 'A', '--role', 'user', '--password', 'short'], 'password must have 8'],
    [['--email', 'a@example.org'], '--name N is missing'],
    [['--mail', 'a@example.org'], '--mail'],
  ])('refuses %j and says why', async (words, message) => {
    await expect(run('user create', ...words)).rejects.toThrow(message);
  });

  test('npm adds nothing to standard output, so that scripts can read it', () => {
    const { npm_config_loglevel: _, ...env } = process.env;
    const { stdout } = spawnSync('npm', ['run', 'cli', '--', 'user', 'create', ...anna, '--json'], { env, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({ id: 1 });
  }, 60_000);

  test('names an owner that does not exist', async () => {
    const words = ['--user', 'nobody@example.org', '--name', 'P', '--device', 'p'];
    await expect(run('device create', ...words)).rejects.toThrow('nobody@example.org');
  });

  test('puts a backup back, keeping what was there beside it', async () => {
    await run('user create', ...anna);
    const { file } = await run('backup');
    await run('user create', '--email', 'ben@example.org', '--name', 'Ben', '--role', 'user', '--password', 'correct horse');
    await run('restore', '--from', file as string);
    await expect(run('token create', '--user', 'ben@example.org', '--name', 't')).rejects.toThrow('nobody');
    await run('token create', '--user', 'anna@example.org', '--name', 't');
    expect(existsSync(`${databaseFile()}.before-restore`)).toBe(true);
  });

  test('a backup holds the pictures, too, and a restore brings back those that are gone', async () => {
    const media = path.join(folder, 'media');
    const pictures = new FilePictures(media);
    const keep = (text: string) => pictures.keep(Buffer.from(text), 'image/jpeg');
    const [beach, forest] = [await keep('beach'), await keep('forest')];
    await pictures.keepRendition(beach, 'thumb', Buffer.from('small beach'));
    const copy = path.join(folder, 'copy.sqlite');
    expect(await run('backup', '--to', copy)).toMatchObject({ pictures: 2 });
    rmSync(media, { recursive: true });
    const harbour = await keep('harbour');
    expect(await run('restore', '--from', copy)).toMatchObject({ pictures: 2 });
    const texts = [beach, forest, harbour].map(async (name) => String(await pictures.read(name, 'image/jpeg')));
    expect(await Promise.all(texts)).toEqual(['beach', 'forest', 'harbour']);
    expect(await pictures.readRendition(beach, 'thumb')).toBeNull();
  });

  test('what was deleted leaves the next backup to the same place', async () => {
    const media = path.join(folder, 'media');
    const pictures = new FilePictures(media);
    const gone = await pictures.keep(Buffer.from('beach'), 'image/png');
    const to = ['--to', path.join(folder, 'copy.sqlite')];
    await run('backup', ...to);
    rmSync(media, { recursive: true });
    expect(await run('backup', ...to)).toMatchObject({ pictures: 0 });
    expect(await new FilePictures(`${to[1]}.media`).read(gone, 'image/png')).toBeNull();
  });

  test('restores neither under a running Fencepost nor from something else', async () => {
    await run('user create', ...anna);
    const { file } = await run('backup');
    const unlock = lockInstance(databaseFile());
    await expect(run('restore', '--from', file as string)).rejects.toThrow('is running');
    unlock();
    const other = path.join(folder, 'other.sqlite');
    writeFileSync(other, 'not a database at all, and long enough to be read as one');
    await expect(run('restore', '--from', other)).rejects.toThrow(UsageError);
    await expect(run('restore', '--from', path.join(folder, 'missing'))).rejects.toThrow(UsageError);
  });

  test('restores in place of a database that is damaged', async () => {
    await run('user create', ...anna);
    const { file } = await run('backup');
    writeFileSync(databaseFile(), 'what a failing disk leaves behind, long enough to be read as a file of its own');
    await run('restore', '--from', file as string);
    await run('token create', '--user', 'anna@example.org', '--name', 't');
  });
});

describe('import on the command line', () => {
  const line = (tst: number) =>
    `${new Date(tst * 1000).toISOString().slice(0, 19)}Z\t*\t{"_type":"location","lat":1,"lon":2,"tst":${tst}}\n`;

  beforeEach(async () => {
    await run('user create', ...anna);
  });

  test('adds a file to a device once, and tells what it came to', async () => {
    await run('device create', '--user', 'anna@example.org', '--name', 'Phone', '--device', 'phone');
    const file = fileWith('2025-07.rec', line(1752085205) + line(1752085206));
    const words = ['--user', 'anna@example.org', '--device', 'PHONE', file];
    const report = {
      formats: ['recorder'],
      read: 2,
      refused: 0,
      first_at: '2025-07-09T18:20:05.000Z',
      last_at: '2025-07-09T18:20:06.000Z',
    };
    expect(await run('import', ...words)).toMatchObject({
      ...report,
      added: 2,
      known: 0,
      devices: [{ name: 'Phone', added: 2 }],
    });
    expect(await run('import', ...words, '--format', 'recorder')).toMatchObject({ ...report, added: 0, known: 2 });
  });

  test("gives a person's card to their devices that have none of their own, and to nobody else's", async () => {
    const card = (name: string) => JSON.stringify({ _type: 'card', name, tid: 'an' });
    const folder = filesIn({
      ...{ 'rec/anna/phone/2025-07.rec': line(1752085205), 'rec/anna/watch/2025-07.rec': line(1752085206) },
      ...{
        'rec/dora/phone/2025-07.rec': line(1752085207),
        'cards/anna/anna.json': card('Anna'),
        'cards/dora/dora.json': card('Dora'),
      },
      'cards/anna/a-watch/anna-a-watch.json': card('Her watch'),
    });
    await run('import', '--user', 'anna@example.org', '--create', folder);
    await run('import', '--user', 'anna@example.org', '--device', 'phone', folder);
    const connection = openDatabase(databaseFile());
    const cards = connection.raw
      .prepare(
        "SELECT device, payload ->> 'name' AS name FROM device_report JOIN device ON device.id = device_id WHERE kind = 'card' ORDER BY device",
      )
      .all();
    connection.close();
    expect(cards).toEqual([
      { device: 'a-watch', name: 'Her watch' },
      { device: 'phone', name: 'Anna' },
      { device: 'watch', name: 'Anna' },
    ]);
  });

  test('files a Recorder store by its names, and makes devices on request', async () => {
    const folder = filesIn({ 'rec/anna/phone/2025-07.rec': line(1752085205), 'rec/anna/watch/2025-07.rec': line(1752085206) });
    await expect(run('import', '--user', 'anna@example.org', folder)).rejects.toThrow('there is no device phone');
    const made = await run('import', '--user', 'anna@example.org', '--create', folder);
    expect(made).toMatchObject({
      added: 2,
      devices: [
        { name: 'phone', is_new: true },
        { name: 'watch', is_new: true },
      ],
    });
    const watch = ['--user', 'anna@example.org', '--device', 'watch', `${folder}/rec/anna`];
    expect(await run('import', ...watch)).toMatchObject({ known: 1, files_skipped: 1 });
  });

  test.each([
    [['--device', 'phone', '/no/such/file'], '/no/such/file is not there'],
    [['--device', 'phone'], 'FILE or FOLDER is missing'],
    [
      ['--device', 'phone', '--create', fileWith('cut.zip', 'PK\u0003\u0004 and no more')],
      "cut.zip can't be opened: the archive",
    ],
    [['--device', 'phone', '--format', 'word', '.'], '--format is word; it must be recorder, otrw, gpx'],
    [
      ['--device', 'phone', fileWith('a.csv', 'time,lat,lon\n1700000000,1,2\n')],
      'anna@example.org has none yet. With --create it is made',
    ],
  ])('says what is wrong with %p', async (words, message) => {
    await expect(run('import', '--user', 'anna@example.org', ...words)).rejects.toThrow(message);
  });
});
