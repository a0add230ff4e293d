import { MapPictures, SmtpMailer } from '@/lib/adapters/mail';
import { SharpTool } from '@/lib/adapters/pictures/sharp-tool';
import type { ClaimedMessage } from '@/lib/storage/ports';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { geofenceRow } from '@/lib/storage/sqlite/geofence-row';
import { SqliteSceneStore } from '@/lib/storage/sqlite/scene-store';
import { testDatabase } from '../../../support/database';
import { event, HAPPENED, household } from '../../../support/deliveries';
import { mailServer } from '../../../support/mail-server';
import { circle } from '../../../support/zones';

const MINUTE = 60_000;

function addFix(connection: Connection, device_id: number, occurred_at: number, latitude: number) {
  const times = { occurred_at, received_at: occurred_at };
  connection.run(query.insertInto('location').values({ device_id, latitude, longitude: 13.405, ...times }));
}

async function claim(connection: Connection): Promise<ClaimedMessage> {
  const [one] = await new SqliteDeliveryStore(connection).claim('email', HAPPENED + 5 * MINUTE, 60_000, 1);
  if (!one) throw new Error('nothing to claim');
  return one;
}

/** A home with a neighbouring zone and a way of three fixes to the event, one of them long before. */
function world() {
  const connection = testDatabase();
  const home = household(connection);
  const work = circle(52.5215, 13.405, 60, {
    id: '00000000-0000-4000-8000-0000000000ff',
    owner_id: home.user_id,
    color: '#e8590c',
  });
  connection.run(query.insertInto('geofence').values(geofenceRow(work)));
  for (const [minutes, latitude] of [
    [-45, 52.6],
    [-2, 52.522],
    [-1, 52.521],
    [1, 52.53],
  ] as const) {
    addFix(connection, home.device_id, HAPPENED + minutes * MINUTE, latitude);
  }
  return { connection, home };
}

/** Takes down what was to be drawn. */
function draughtsman(png: Buffer | null | Error = Buffer.from('png')) {
  const drawn: string[] = [];
  const rasterise = async (svg: string) => {
    drawn.push(svg);
    if (png instanceof Error) throw png;
    return png;
  };
  return { drawn, rasterise };
}

test('shows the way of the last half hour up to the event, and the other zones of the owner', async () => {
  const { connection, home } = world();
  event(connection, home);
  const tool = draughtsman();
  const map = await new MapPictures(new SqliteSceneStore(connection), tool).ofMessage(await claim(connection));
  expect(map?.picture).toMatchObject({ shows_way: true, alt: { device: "Anna's phone", zone: 'Home' } });
  expect(tool.drawn[0]?.match(/r="3"/g)).toHaveLength(2);
  expect(tool.drawn[0]).toContain('#e8590c');
});

test('to somebody else who is told of the zone, neither the way nor other zones are shown', async () => {
  const { connection, home } = world();
  event(connection, home);
  const friend = household(connection).user_id;
  connection.run(query.updateTable('delivery').set({ user_id: friend }));
  connection.run(query.insertInto('zone_recipient').values({ geofence_id: home.geofence_id, user_id: friend, created_at: 0 }));
  const tool = draughtsman();
  const map = await new MapPictures(new SqliteSceneStore(connection), tool).ofMessage(await claim(connection));
  expect(map?.picture.shows_way).toBe(false);
  expect(tool.drawn[0]).not.toContain('#e8590c');
  expect(tool.drawn[0]).toContain('#2f9e44');
});

test('of several events it shows the newest', async () => {
  const { connection, home } = world();
  event(connection, home, 'exit', { latitude: 52.54, at: HAPPENED + MINUTE });
  event(connection, home, 'enter', { at: HAPPENED });
  const scenes = new SqliteSceneStore(connection);
  const around = jest.spyOn(scenes, 'around');
  await new MapPictures(scenes, draughtsman()).ofMessage(await claim(connection));
  expect(around).toHaveBeenCalledWith(expect.objectContaining({ occurred_at: HAPPENED + MINUTE, event_type: 'exit' }));
});

test.each([
  ['nothing to draw with', null],
  ['a tool that breaks', new Error('out of memory')],
  ['a picture that is too heavy', Buffer.alloc(30_001)],
])('%s costs the picture, not the mail', async (_, png) => {
  const { connection, home } = world();
  event(connection, home);
  const server = await mailServer();
  const pictures = new MapPictures(new SqliteSceneStore(connection), draughtsman(png));
  const options = { smtpUrl: server.url, from: 'fence@example.org', publicUrl: 'https://fence.example.org', pictures };
  const mailer = new SmtpMailer(options);
  expect(await mailer.deliver(await claim(connection), AbortSignal.timeout(20_000))).toMatchObject({ outcome: 'sent' });
  await mailer.close();
  expect(server.mails[0]?.attachments).toEqual([]);
  expect(server.mails[0]?.html).not.toContain('<img');
});

test('comes with the mail as a part of it, small, with words for who does not see it', async () => {
  const { connection, home } = world();
  event(connection, home);
  const server = await mailServer();
  const pictures = new MapPictures(new SqliteSceneStore(connection), new SharpTool());
  const options = { smtpUrl: server.url, from: 'fence@example.org', publicUrl: 'https://fence.example.org', pictures };
  const mailer = new SmtpMailer(options);
  await mailer.deliver(await claim(connection), AbortSignal.timeout(20_000));
  await mailer.close();
  const [mail] = server.mails;
  const [map] = mail?.attachments ?? [];
  expect(map).toMatchObject({ mimeType: 'image/png', disposition: 'inline', related: true });
  const bytes = Buffer.from(map?.content as ArrayBuffer);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1_040, 520]);
  expect(bytes.length).toBeLessThan(30_000);
  const cid = map?.contentId?.replace(/[<>]/g, '');
  expect(mail?.html).toContain(`src="cid:${cid}"`);
  expect(mail?.html).toContain('alt="Map: Anna&#x27;s phone and the zone “Home”"');
  expect(mail?.html).toContain('Line: the last half hour.');
});
