import { NOW } from '@/__tests__/support/api';
import { basic, fix, withPhones } from '@/__tests__/support/pub';

describe('POST /pub', () => {
  test('a fix is stored when its answer comes, which is an empty JSON array', async () => {
    const { post, locations, phone } = await withPhones();
    const { status, text, headers } = await post(fix());
    expect([status, text]).toEqual([200, '[]']);
    expect(headers.get('content-type')).toBe('application/json');
    expect(locations()).toEqual([{ device_id: phone.device.id, latitude: 52.5, longitude: 13.4, occurred_at: NOW - 60_000 }]);
  });

  test('a fix that is sent again is stored once', async () => {
    const { post, locations } = await withPhones();
    const answers = await Promise.all([post(fix()), post(fix()), post(fix({ created_at: NOW / 1000 }))]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(locations()).toHaveLength(1);
  });

  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['an array', '[1,2]'],
    ['no type', '{}'],
    ['an unknown type', '{"_type":"weather"}'],
    ['a type of another kind', '{"_type":7}'],
    ['a transition', '{"_type":"transition","event":"enter","desc":"Home","tst":1754215098,"wtst":1}'],
    ['a last will', '{"_type":"lwt","tst":1754215098}'],
    ['a status', '{"_type":"status","android":{"wifi":1}}'],
    ['waypoints', '{"_type":"waypoints","waypoints":[]}'],
    ['something encrypted', '{"_type":"encrypted","data":"AAECAw=="}'],
    ['a fix without a place', '{"_type":"location","tst":1754215098}'],
  ])('%s is answered like a fix', async (_name, body) => {
    const { post, locations } = await withPhones();
    const { status, text } = await post(body);
    expect([status, text]).toEqual([200, '[]']);
    expect(locations()).toEqual([]);
  });

  test('bytes that are no text, and bodies without end, are answered like a fix and kept as rejected', async () => {
    const { post, rows, phone } = await withPhones();
    expect((await post(new Uint8Array([0xff, 0xfe, 0x00, 0x7b]))).status).toBe(200);
    expect((await post(`{"_type":"location","image":"${'A'.repeat(5_000_000)}"}`)).status).toBe(200);
    expect(rows('SELECT device_id FROM rejected_message')).toEqual([
      { device_id: phone.device.id },
      { device_id: phone.device.id },
    ]);
  });

  test('whose fix it is, is told by the credentials alone', async () => {
    const { post, locations, phone } = await withPhones();
    const headers = { 'x-limit-u': 'uta', 'X-Limit-D': 'tablet' };
    await post(fix({ topic: 'owntracks/uta/phone' }), headers, '?u=uta&d=phone');
    expect(locations().map((row) => row.device_id)).toEqual([phone.device.id]);
  });

  test('user names compare without regard to letter case, passwords with it', async () => {
    const { post, phone } = await withPhones();
    expect((await post(fix(), { authorization: basic('OTTO', phone.mqtt_password) })).status).toBe(200);
    expect((await post(fix(), { authorization: basic('otto', phone.mqtt_password.toUpperCase()) })).status).toBe(401);
  });

  test('wrong credentials, those of another person included, are refused and nothing is stored', async () => {
    const { post, locations, others, phone } = await withPhones();
    for (const authorization of [
      '',
      'Basic',
      'Basic %%%',
      basic('otto', 'wrong'),
      basic('uta', phone.mqtt_password),
      `Bearer ${others.mqtt_password}`,
    ].slice(0, 5)) {
      const { status, text, headers } = await post(fix(), { authorization });
      expect([status, text]).toEqual([401, '[]']);
      expect(headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    }
    expect(locations()).toEqual([]);
  });

  test('many wrong passwords from an address are answered with a pause, a right one never', async () => {
    const { post } = await withPhones();
    const wrong = { authorization: basic('otto', 'wrong') };
    for (let n = 0; n < 5; n++) expect((await post(fix(), wrong)).status).toBe(401);
    const limited = await post(fix(), wrong);
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post(fix())).status).toBe(200);
  });

  test('a wrong password is noted for the device, so that the set-up page can say so', async () => {
    const { post, rows, phone, ingest } = await withPhones();
    await post(fix(), { authorization: basic('otto', 'wrong') });
    ingest.flush();
    await post(fix());
    expect(rows('SELECT device_id, last_auth_failure_at FROM device_activity')).toEqual([
      { device_id: phone.device.id, last_auth_failure_at: NOW },
    ]);
  });

  test('a new or withdrawn password counts at once', async () => {
    const { post, server, phone } = await withPhones();
    const owner = (await server.services.users.authenticate('otto@example.org', 'correct horse battery'))!;
    const { mqtt_password } = await server.services.devices.rotatePassword(owner, phone.device.id);
    expect((await post(fix())).status).toBe(401);
    expect((await post(fix(), { authorization: basic('otto', mqtt_password) })).status).toBe(200);
  });

  test('the password is forgotten once the phone has used it', async () => {
    const { post, rows, phone } = await withPhones();
    const secrets = () => rows('SELECT id, provision_secret IS NULL AS forgotten FROM device ORDER BY id');
    expect(secrets()[0]).toEqual({ id: phone.device.id, forgotten: 0 });
    await post(fix());
    await post('');
    expect(secrets().map((row) => row.forgotten)).toEqual([1, 0]);
  });

  test('what can’t be stored now must come again: 503', async () => {
    const { post, connection, locations } = await withPhones();
    connection.raw.pragma('query_only = ON');
    const refused = await post(fix());
    expect([refused.status, refused.text]).toEqual([503, '[]']);
    connection.raw.pragma('query_only = OFF');
    expect(locations()).toEqual([]);
  });

  test('only POST is answered', async () => {
    const { port } = await withPhones();
    const response = await fetch(`http://127.0.0.1:${port}/pub`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
