import { execFileSync } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { openSource } from '@/lib/adapters/import/source';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { testDatabase } from '../../../support/database';
import { addDevices } from '../../../support/engine';
import { filesIn, fileWith, importFile, storedLocations, tar, zip } from '../../../support/imports';

let connection: Connection;
let device_id: number;

beforeEach(() => {
  connection = testDatabase();
  device_id = addDevices(connection, 'jane', 1).devices[0] as number;
});

const line = (tst: number) =>
  `${new Date(tst * 1000).toISOString().slice(0, 19)}Z\t*\t{"_type":"location","lat":1,"lon":2,"tst":${tst}}\n`;
const csv = (tst: number) => `time,lat,lon\n${tst},1,2\n`;
const take = (name: string, content: Uint8Array) => importFile({ connection, device_id, file: fileWith(name, content) });
const count = () => storedLocations(connection, device_id).length;

describe('what is packed', () => {
  test('is read from ZIP, packed or not, from tar, and from gzip', async () => {
    await take(
      'a.zip',
      zip([
        { name: 'a/b.csv', content: csv(1700000001) },
        { name: 'c.rec', content: line(1700000002), isStored: true },
      ]),
    );
    await take(
      'a.tar',
      tar([
        { name: 'x', type: '5' },
        { name: 'x/c.csv', content: csv(1700000003) },
      ]),
    );
    await take('a.tar.gz', gzipSync(tar([{ name: 'x/c.csv', content: csv(1700000004) }])));
    await take('a.csv.gz', gzipSync(csv(1700000005)));
    expect(count()).toBe(5);
  });

  test('by a usual tar, with a name longer than a hundred letters, is read', async () => {
    const name = `${'n'.repeat(120)}/rec/jane/phone/2025-07.rec`;
    const folder = filesIn({ [name]: line(1752085205) });
    const out = path.join(mkdtempSync(path.join(tmpdir(), 'fencepost-')), 'a.tar.gz');
    execFileSync('tar', ['czf', out, '-C', folder, '.']);
    expect(await (await openSource(out, null)).devices()).toEqual([{ user: 'jane', device: 'phone' }]);
    expect(await importFile({ connection, device_id, file: out })).toMatchObject({ added: 1 });
  });

  test('as KMZ is the KML in it', async () => {
    const kml =
      '<kml><Placemark><TimeStamp><when>2025-01-01T00:00:00Z</when></TimeStamp><Point><coordinates>2,1</coordinates></Point></Placemark></kml>';
    expect(await take('a.kmz', zip([{ name: 'doc.kml', content: kml }]))).toMatchObject({ added: 1, formats: ['kml'] });
  });

  test('with what is not understood beside it loses nothing', async () => {
    const report = await take(
      'takeout.zip',
      zip([
        { name: 'Takeout/archive_browser.html', content: '<html></html>' },
        { name: 'Takeout/Settings.json', content: '{"settings":{}}' },
        {
          name: 'Takeout/Records.json',
          content: '{"locations":[{"latitudeE7":1,"longitudeE7":2,"timestampMs":"1700000000000"}]}',
        },
        { name: 'inner.zip', content: zip([{ name: 'a.csv', content: csv(1) }]) },
      ]),
    );
    expect(report).toMatchObject({ added: 1, files_read: 1, files_skipped: 3 });
  });

  test('and cut off gives what is whole', async () => {
    const archive = tar([
      { name: 'a.csv', content: csv(1700000001) },
      { name: 'b.csv', content: csv(1700000002) },
    ]);
    const report = await take('a.tar', archive.subarray(0, 512 + 512 + 256));
    expect(report).toMatchObject({ added: 1, skipped: [{ reason: 'the archive was cut off' }] });
    await expect(take('a.zip', zip([{ name: 'a.csv', content: csv(1) }]).subarray(0, 60))).rejects.toThrow('it was cut off');
  });
});

describe('an archive that means harm', () => {
  test.each([
    ['../../etc/cron.d/a.csv', 'its name leads out of the archive'],
    ['/etc/passwd.csv', 'its name is an absolute path'],
    ['C:/a.csv', 'its name is an absolute path'],
    ['..\\a.csv', 'its name is not a plain path'],
  ])('as ZIP or tar with %s is not read there', async (name, reason) => {
    const good = { name: 'good.csv', content: csv(1700000001) };
    for (const archive of [zip([{ name, content: csv(1700000002) }, good]), tar([{ name, content: csv(1700000002) }, good])]) {
      expect((await take('a', archive)).skipped).toEqual([{ file: name, reason }]);
    }
    expect(count()).toBe(1);
  });

  test('with links is read without them, and links in a folder are not followed', async () => {
    const links = await take(
      'a.zip',
      zip([
        { name: 'l.csv', content: '/etc/passwd', mode: 0o120777 },
        { name: 'a.csv', content: csv(1700000001) },
      ]),
    );
    expect(links.skipped).toEqual([{ file: 'l.csv', reason: 'it is a link' }]);
    const tarred = await take(
      'a.tar',
      tar([
        { name: 'l.csv', type: '2' },
        { name: 'a.csv', content: csv(1700000001) },
      ]),
    );
    expect(tarred.skipped).toEqual([{ file: 'l.csv', reason: 'it is a link or a special file' }]);
    const folder = filesIn({ 'a.csv': csv(1700000001) });
    symlinkSync('/etc/passwd', path.join(folder, 'link.csv'));
    expect((await importFile({ connection, device_id, file: folder })).files_read).toBe(1);
  });

  test('that grows without end is left in the middle', async () => {
    const bomb = Buffer.concat([Buffer.from(line(1752085205)), Buffer.alloc(110_000_000, 'x')]);
    for (const archive of [zip([{ name: 'a.rec', content: bomb }]), gzipSync(bomb)]) {
      const report = await take('a', archive);
      expect(report.faults.at(-1)?.reason).toBe('it grows more than 100-fold when unpacked');
    }
    expect(count()).toBe(1);
  }, 60_000);
});
