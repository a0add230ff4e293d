import { existsSync, readdirSync } from 'node:fs';
import { GET as DEVICE } from '@/app/api/devices/[id]/route';
import { DELETE, GET as GET_ONE } from '@/app/api/imports/[id]/route';
import { GET, POST } from '@/app/api/imports/route';
import { openSource } from '@/lib/adapters/import/source';
import { UploadFolder } from '@/lib/adapters/import/upload-folder';
import { ImportRunner } from '@/lib/services/import-runner';
import { Importer } from '@/lib/services/importer';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteImportJobStore } from '@/lib/storage/sqlite/import-job-store';
import { SqliteImportStore } from '@/lib/storage/sqlite/import-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { call, type Person, type TestApi, testApi } from '../../support/api';
import { addDevice } from '../../support/data';
import { storedLocations, tar, zip } from '../../support/imports';

jest.setTimeout(30_000);

const CSV = 'timestamp,lat,lon\n2025-01-01T00:00:00Z,1,2\n2025-01-01T00:01:00Z,3,4\nsoon,5,6\n';

const post = (as: Person | undefined, query: string, body: string | Uint8Array = CSV) =>
  call(POST, {
    method: 'POST',
    path: `/api/imports?${query}`,
    as,
    body: body as string,
    headers: { 'content-type': 'application/octet-stream' },
  });
const one = (as: Person | undefined, id: string) => call(GET_ONE, { path: `/api/imports/${id}`, as, params: { id } });
const remove = (as: Person | undefined, id: string) =>
  call(DELETE, { method: 'DELETE', path: `/api/imports/${id}`, as, params: { id } });

/** What the process for imports does. */
function runnerOf({ server }: TestApi): ImportRunner {
  const { connection, clock, config, services } = server;
  const uploads = new UploadFolder(config.importsDir);
  return new ImportRunner({
    jobs: new SqliteImportJobStore(connection),
    importer: () => new Importer(new SqliteImportStore(connection, clock), null),
    devices: services.devices,
    deviceStore: new SqliteDeviceStore(connection),
    users: new SqliteUserStore(connection),
    files: uploads,
    open: (id, format, name) => openSource(uploads.pathOf(id), format, name),
    clock,
  });
}

const uploads = ({ server }: TestApi) => (existsSync(server.config.importsDir) ? readdirSync(server.config.importsDir) : []);

describe('an upload', () => {
  test('waits for its turn, is imported, tells what it came to, and its file goes', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner);
    const { status, body } = await post(api.owner, `device_id=${device_id}&file_name=trip.csv`);
    expect(status).toBe(201);
    expect(body.import).toMatchObject({
      file_name: 'trip.csv',
      state: 'queued',
      bytes_total: CSV.length,
      report: null,
      device_id,
    });
    expect(uploads(api)).toEqual([body.import.id]);

    await runnerOf(api).run(body.import.id);
    const { body: after } = await one(api.owner, body.import.id);
    expect(after.import).toMatchObject({
      ...{ state: 'done', format: 'csv', bytes_done: CSV.length, error: null },
      report: {
        ...{ read: 2, added: 2, known: 0, refused: 1, first_at: '2025-01-01T00:00:00.000Z', last_at: '2025-01-01T00:01:00.000Z' },
        faults: [{ file: 'trip.csv', unit: 'line', at: 4, reason: 'no time that can be read' }],
        devices: [{ device_id, added: 2 }],
      },
    });
    expect(storedLocations(api.server.connection, device_id)).toHaveLength(2);
    expect(uploads(api)).toEqual([]);
  });

  test('is shown as where the device was, marked as imported, and is no sign of life', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner);
    const shown = async () => (await call(DEVICE, { as: api.owner, params: { id: String(device_id) } })).body.device;
    const before = await shown();
    const { body } = await post(api.owner, `device_id=${device_id}`);
    await runnerOf(api).run(body.import.id);
    expect(await shown()).toEqual({
      ...before,
      last_location: expect.objectContaining({ latitude: 3, occurred_at: '2025-01-01T00:01:00.000Z' }),
      last_location_imported: true,
    });
    const insert = 'INSERT INTO location (device_id, latitude, longitude, occurred_at, received_at) VALUES (?,?,2,?,?)';
    const fixAt = (latitude: number, time: string) =>
      api.server.connection.raw.prepare(insert).run(device_id, latitude, Date.parse(time), Date.parse(time));
    fixAt(7, '2025-01-01T00:00:59Z');
    expect(await shown()).toMatchObject({ last_location: { latitude: 3 }, last_location_imported: true });
    fixAt(8, '2025-01-01T00:01:00Z');
    expect(await shown()).toMatchObject({ last_location: { latitude: 8 }, last_location_imported: false });
  });

  test('of what is known adds nothing', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner);
    for (const added of [2, 0]) {
      const { body } = await post(api.owner, `device_id=${device_id}`);
      await runnerOf(api).run(body.import.id);
      expect((await one(api.owner, body.import.id)).body.import.report).toMatchObject({ added, known: 2 - added });
    }
  });

  test('may be a form', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner);
    const form = new FormData();
    form.set('file', new File([CSV], 'form.csv'));
    form.set('device_id', String(device_id));
    const encoded = new Response(form);
    const headers = { 'content-type': encoded.headers.get('content-type') as string, 'content-length': '1000' };
    const { body } = await call(POST, {
      method: 'POST',
      path: '/api/imports',
      as: api.owner,
      body: await encoded.text(),
      headers,
    });
    expect(body.import).toMatchObject({ file_name: 'form.csv', device_id, bytes_total: CSV.length });
  });

  test('has room beside the person’s files that wait, as much as one may be long; others have their own', async () => {
    const api = await testApi({ IMPORT_MAX_MB: '1' });
    const send = (as: Person, bytes: number) => post(as, 'file_name=x.csv', 'x'.repeat(bytes));
    const first = await send(api.owner, 600_000);
    expect(first.status).toBe(201);
    const [second, third] = await Promise.all([send(api.owner, 300_000), send(api.owner, 300_000)]);
    expect([second.status, third.status].sort()).toEqual([201, 409]);
    const refused = second.status === 409 ? second : third;
    expect(refused.body.error).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { file: expect.stringContaining('1 MB together') },
    });
    expect(uploads(api)).toHaveLength(2);
    expect((await send(api.other, 900_000)).status).toBe(201);
    expect((await remove(api.owner, first.body.import.id)).status).toBe(200);
    expect((await send(api.owner, 600_000)).status).toBe(201);
  });

  test('longer than allowed is refused, and nothing of it stays', async () => {
    const api = await testApi({ IMPORT_MAX_MB: '1' });
    const device_id = await addDevice(api.server, api.owner);
    const { status, body } = await post(api.owner, `device_id=${device_id}`, 'x'.repeat(1_000_001));
    expect(status).toBe(409);
    expect(body.error).toMatchObject({ code: 'LIMIT_REACHED', details: { file: expect.stringContaining('1 MB') } });
    expect(uploads(api)).toEqual([]);
    expect((await call(GET, { as: api.owner })).body.imports).toEqual([]);
  });

  test.each([
    ['device_id=abc', 'device_id'],
    ['format=word', 'format'],
    ['create_devices=perhaps', 'create_devices'],
  ])('with %s is refused by the name of the field', async (query, field) => {
    const api = await testApi();
    const { status, body } = await post(api.owner, query);
    expect(status).toBe(422);
    expect(Object.keys(body.error.details)).toEqual([field]);
  });

  test('that is nothing that is understood fails, and says why', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner);
    const { body } = await post(api.owner, `device_id=${device_id}&file_name=a.bin`, 'nothing');
    await runnerOf(api).run(body.import.id);
    expect((await one(api.owner, body.import.id)).body.import).toMatchObject({
      state: 'failed',
      error: 'nothing could be read: a.bin: it is none of the formats that are understood',
      report: { read: 0, files_read: 0, skipped: [{ file: 'a.bin', reason: 'it is none of the formats that are understood' }] },
    });
  });
});

describe('a Recorder store', () => {
  const line = (tst: number) =>
    `${new Date(tst * 1000).toISOString().slice(0, 19)}Z\t*\t{"_type":"location","lat":1,"lon":2,"tst":${tst}}\n`;
  const store = zip([
    { name: 'store/rec/otto/phone/2025-07.rec', content: line(1752085205) },
    { name: 'store/rec/otto/tablet/2025-07.rec', content: line(1752085206) },
    { name: 'store/rec/uta/phone/2025-07.rec', content: line(1752085207) },
    { name: 'store/last/otto/phone/otto-phone.json', content: '{"_type":"location","lat":9,"lon":9,"tst":1752085208}' },
  ]);

  test('goes to the devices of its names; those of others and missing ones are told', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner, 'Phone');
    const { body } = await post(api.owner, 'file_name=store.zip', store);
    await runnerOf(api).run(body.import.id);
    const { report } = (await one(api.owner, body.import.id)).body.import;
    expect(report).toMatchObject({ added: 1, devices: [{ device_id: phone }], files_skipped: 3 });
    expect(report.skipped.map(({ reason }: { reason: string }) => reason).sort()).toEqual([
      'it is of uta, not of otto',
      'of a store, only rec, waypoints and cards are read',
      'there is no device tablet',
    ]);
  });

  test('makes the devices that are missing, if that is wished', async () => {
    const api = await testApi();
    const { body } = await post(api.owner, 'create_devices=true', store);
    await runnerOf(api).run(body.import.id);
    const { report } = (await one(api.owner, body.import.id)).body.import;
    expect(report.devices).toMatchObject([
      { name: 'phone', is_new: true, added: 1 },
      { name: 'tablet', is_new: true, added: 1 },
    ]);
  });

  test('of several devices into one: only what has its name', async () => {
    const api = await testApi();
    const tablet = await addDevice(api.server, api.owner, 'tablet');
    const watch = await addDevice(api.server, api.owner, 'watch');
    const into = async (id: number) => {
      const { body } = await post(api.owner, `device_id=${id}`, store);
      await runnerOf(api).run(body.import.id);
      return (await one(api.owner, body.import.id)).body.import;
    };
    expect(await into(tablet)).toMatchObject({ state: 'done', report: { added: 1 } });
    expect(await into(watch)).toMatchObject({ state: 'failed', error: expect.stringContaining('none is called watch') });
  });

  test('of one device may go to one of any name', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner, 'watch');
    const { body } = await post(
      api.owner,
      `device_id=${device_id}`,
      tar([{ name: './rec/x/y/2025-07.rec', content: line(1752085205) }]),
    );
    await runnerOf(api).run(body.import.id);
    expect((await one(api.owner, body.import.id)).body.import).toMatchObject({ state: 'done', report: { added: 1 } });
  });
});

describe('cancelling', () => {
  test('takes a waiting import out of the queue, and its file', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner);
    const { id } = (await post(api.owner, `device_id=${device_id}`)).body.import;
    await remove(api.owner, id);
    await runnerOf(api).run(id);
    expect((await one(api.owner, id)).body.import).toMatchObject({ state: 'cancelled', report: null });
    expect(storedLocations(api.server.connection, device_id)).toEqual([]);
    expect(uploads(api)).toEqual([]);
    await remove(api.owner, id);
    expect((await one(api.owner, id)).status).toBe(404);
  });

  test('ends one that runs; what was imported stays', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner);
    const rows = Array.from({ length: 20_000 }, (_, i) => `${1_700_000_000 + i},1,2\n`).join('');
    const { id } = (await post(api.owner, `device_id=${device_id}`, `timestamp,lat,lon\n${rows}`)).body.import;
    const running = runnerOf(api).run(id);
    while (((await one(api.owner, id)).body.import.report?.added ?? 0) === 0)
      await new Promise((resolve) => setTimeout(resolve, 1));
    await remove(api.owner, id);
    await running;
    const { body } = await one(api.owner, id);
    expect(body.import.state).toBe('cancelled');
    const stored = storedLocations(api.server.connection, device_id).length;
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(20_000);
    expect(body.import.report.added).toBe(stored);
  });
});

describe('somebody else', () => {
  test('may neither import into a device, nor see or end an import', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner);
    expect((await post(api.other, `device_id=${device_id}`)).status).toBe(403);
    expect(uploads(api)).toEqual([]);
    const { id } = (await post(api.owner, `device_id=${device_id}`)).body.import;
    expect((await one(api.other, id)).status).toBe(403);
    expect((await remove(api.other, id)).status).toBe(403);
    expect((await call(GET, { as: api.other })).body.imports).toEqual([]);
    expect((await one(api.owner, id)).body.import.state).toBe('queued');
  });

  test('without an account gets nothing', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner);
    const { id } = (await post(api.owner, `device_id=${device_id}`)).body.import;
    expect((await post(undefined, `device_id=${device_id}`)).status).toBe(401);
    expect((await one(undefined, id)).status).toBe(401);
    expect((await remove(undefined, id)).status).toBe(401);
    expect((await call(GET)).status).toBe(401);
  });

  test('who is an admin may, and it is in the audit log', async () => {
    const api = await testApi();
    const device_id = await addDevice(api.server, api.owner);
    const { body } = await post(api.admin, `device_id=${device_id}`);
    expect(body.import.user_id).toBe(api.owner.user.id);
    await one(api.admin, body.import.id);
    const actions = (await api.services.audit.list(api.admin.user, 10)).map(
      ({ action, subject_type }) => `${action} ${subject_type}`,
    );
    expect(actions).toEqual(expect.arrayContaining(['create import', 'read import']));
  });

  test('asking for what is not there learns that', async () => {
    const api = await testApi();
    expect((await one(api.owner, 'no-such')).status).toBe(404);
    expect((await post(api.owner, 'device_id=4711')).status).toBe(404);
  });
});

test('an upload that never ended is told so after a while, and its file goes', async () => {
  const api = await testApi();
  const device_id = await addDevice(api.server, api.owner);
  const { id } = (await post(api.owner, `device_id=${device_id}`)).body.import;
  api.server.connection.raw.prepare("UPDATE import_job SET state = 'uploading'").run();
  await runnerOf(api).tidy();
  expect(uploads(api)).toEqual([id]);
  api.time.now += 13 * 3_600_000;
  await runnerOf(api).tidy();
  expect((await one(api.owner, id)).body.import).toMatchObject({ state: 'failed', error: 'the file did not arrive' });
  expect(uploads(api)).toEqual([]);
});

test('an import that was under way when its process died goes on and counts each fix once', async () => {
  const api = await testApi();
  const device_id = await addDevice(api.server, api.owner);
  const rows = Array.from({ length: 5_000 }, (_, i) => `${1_700_000_000 + i},1,2\n`).join('');
  const { id } = (await post(api.owner, `device_id=${device_id}`, `timestamp,lat,lon\n${rows}`)).body.import;
  const { connection } = api.server;
  // The third transaction never comes: the process is gone.
  let left = 2;
  const real = SqliteImportStore.prototype.write;
  const dying = jest.spyOn(SqliteImportStore.prototype, 'write').mockImplementation(function (this: SqliteImportStore, ...args) {
    if (left-- === 0) throw Object.assign(new Error('killed'), { code: 'SQLITE_KILLED' });
    return real.apply(this, args);
  });
  await expect(runnerOf(api).run(id)).rejects.toThrow('killed');
  dying.mockRestore();
  const stored = storedLocations(connection, device_id).length;
  expect(stored).toBeGreaterThan(0);
  await runnerOf(api).run(id);
  expect((await one(api.owner, id)).body.import).toMatchObject({
    state: 'done',
    report: { read: 5_000, added: 5_000, known: 0 },
  });
});
