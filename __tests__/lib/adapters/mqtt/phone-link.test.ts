import type { IPublishPacket, MqttClient } from 'mqtt';
import { connectPhone, connectSocket, startBroker } from '../../../support/broker';
import { testDatabase } from '../../../support/database';
import { addDevice } from '../../../support/ingest';
import { until } from '../../../support/product';

const CMD = 'owntracks/jane/phone/cmd';
const command = (n = 1) => Buffer.from(JSON.stringify({ _type: 'cmd', action: 'reportLocation', n }));

function heardBy(phone: MqttClient): IPublishPacket[] {
  const heard: IPublishPacket[] = [];
  phone.on('message', (_topic, _payload, packet) => heard.push(packet));
  return heard;
}

async function setUp() {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  return { device, connection, ...(await startBroker(connection)) };
}

describe('saying something to a phone', () => {
  test('resolves when the phone has acknowledged, for clean and for kept sessions', async () => {
    const { broker, port, device } = await setUp();
    for (const clean of [true, false]) {
      const phone = await connectPhone(port, 'jane', 'phone', { clean });
      const heard = heardBy(phone);
      await phone.subscribeAsync(CMD, { qos: 2 });
      expect(broker.isReachable(device.id)).toBe(true);
      await broker.send(device.id, { topic: CMD, payload: command() });
      expect(heard).toMatchObject([{ topic: CMD, payload: command(), qos: 1, retain: false, dup: false }]);
      await phone.endAsync();
      await until('the end', async () => !broker.isReachable(device.id));
    }
  });

  test('spells the topic as the phone does, and marks the last known word as retained', async () => {
    const { broker, port, device } = await setUp();
    const phone = await connectPhone(port, 'jane', 'phone');
    const heard = heardBy(phone);
    await phone.subscribeAsync(['/owntracks/Jane/Phone/cmd', 'owntracks/+/+'], { qos: 1 });
    await broker.send(device.id, { topic: CMD, payload: command() });
    await broker.send(device.id, { topic: 'owntracks/bob/phone', payload: Buffer.alloc(40_000, 'x'), retain: true });
    expect(heard.map(({ topic, retain }) => ({ topic, retain }))).toEqual([
      { topic: '/owntracks/Jane/Phone/cmd', retain: false },
      { topic: 'owntracks/bob/phone', retain: true },
    ]);
    expect(heard[1]?.payload.length).toBe(40_000);
  });

  test('is refused at once while nobody reads the topic, and goes to no other device', async () => {
    const { broker, port, device, connection } = await setUp();
    const bob = addDevice(connection, 'bob', 'phone');
    const stranger = await connectPhone(port, 'bob', 'phone');
    const heard = heardBy(stranger);
    await stranger.subscribeAsync('owntracks/+/+', { qos: 1 });
    await expect(broker.send(device.id, { topic: CMD, payload: command() })).rejects.toThrow(
      `no connection of the phone reads ${CMD}`,
    );
    await expect(broker.send(bob.id, { topic: 'owntracks/bob/phone/cmd', payload: command() })).rejects.toThrow('no connection');
    expect(broker.isReachable(bob.id)).toBe(true);
    expect(broker.isReachable(bob.id, 'owntracks/bob/phone/cmd')).toBe(false);
    await broker.send(bob.id, { topic: 'owntracks/jane/phone', payload: command() });
    expect(heard).toHaveLength(1);
  });

  test('keeps many messages apart that wait for their acknowledgement', async () => {
    const { broker, port, device } = await setUp();
    const phone = await connectPhone(port, 'jane', 'phone');
    const heard = heardBy(phone);
    await phone.subscribeAsync(CMD, { qos: 1 });
    await Promise.all(Array.from({ length: 300 }, (_, n) => broker.send(device.id, { topic: CMD, payload: command(n) })));
    expect(heard.map(({ payload }) => payload.toString())).toEqual(Array.from({ length: 300 }, (_, n) => command(n).toString()));
    expect(new Set(heard.map(({ messageId }) => messageId)).size).toBe(300);
  });

  test('fails when the connection ends without an acknowledgement', async () => {
    const { broker, port, device } = await setUp();
    const socket = await connectSocket(port);
    // CONNECT of jane (MQTT 3.1.1, clean session), then SUBSCRIBE to the commands with QoS 1; no PUBACK ever.
    const text = (it: string) => Buffer.concat([Buffer.from([it.length >> 8, it.length]), Buffer.from(it)]);
    const packet = (type: number, ...parts: Buffer[]) => {
      const body = Buffer.concat(parts);
      return Buffer.concat([Buffer.from([type, body.length]), body]);
    };
    const head = Buffer.from([4, 0xc2, 0, 0]);
    socket.write(packet(0x10, text('MQTT'), head, text('mute'), text('jane'), text('jane-phone-password')));
    socket.write(packet(0x82, Buffer.from([0, 1]), text(CMD), Buffer.from([1])));
    await until('the subscription', async () => broker.isReachable(device.id, CMD));
    const sending = broker.send(device.id, { topic: CMD, payload: command() });
    setTimeout(() => socket.destroy(), 50);
    await expect(sending).rejects.toThrow('the connection ended');
  });
});

describe('hearing of subscriptions', () => {
  test('a phone that comes back to a kept session is told of without subscribing again', async () => {
    const { broker, port, device } = await setUp();
    const told: { id: number; filters: string[] }[] = [];
    broker.onSubscribed(({ id }, filters) => told.push({ id, filters }));
    const first = await connectPhone(port, 'jane', 'phone', { clean: false });
    await first.subscribeAsync([CMD, 'owntracks/+/+', 'owntracks/bob/phone'], { qos: 1 }).catch(() => {});
    await until('the subscription', async () => told.length > 0);
    expect(told).toEqual([{ id: device.id, filters: [CMD, 'owntracks/+/+'] }]);
    await first.endAsync();
    const heard: IPublishPacket[] = [];
    const back = await connectPhone(port, 'jane', 'phone', { clean: false, resubscribe: false });
    back.on('message', (_topic, _payload, packet) => heard.push(packet));
    await until('the return', async () => told.length > 1);
    expect(told[1]).toEqual({ id: device.id, filters: [CMD, 'owntracks/+/+'] });
    await broker.send(device.id, { topic: CMD, payload: command() });
    expect(heard).toHaveLength(1);
  });

  test('an unsubscribed topic is no longer read', async () => {
    const { broker, port, device } = await setUp();
    const phone = await connectPhone(port, 'jane', 'phone');
    await phone.subscribeAsync(CMD, { qos: 1 });
    await phone.unsubscribeAsync(CMD);
    expect(broker.isReachable(device.id, CMD)).toBe(false);
  });
});
