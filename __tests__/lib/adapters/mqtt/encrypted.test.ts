import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { Subscriber } from '@/lib/adapters/mqtt/subscriber';
import { sodiumReady } from '@/lib/domain/owntracks/encryption';
import { encryptFor } from '@/lib/services/encrypt-for';
import { Ingest } from '@/lib/services/ingest';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { connectPhone, startBroker } from '../../../support/broker';
import { testDatabase } from '../../../support/database';
import { addDevice, directoryOf, setKey } from '../../../support/ingest';
import { activityOf, locations, rejected } from '../../../support/messages';
import { freePort, until } from '../../../support/product';

const KEY = 'correct horse';
const TOPIC = 'owntracks/jane/phone';
const NOW = Math.floor(Date.now() / 1000);

beforeAll(() => sodiumReady);

const sealed = (tst: number, key = KEY) =>
  JSON.stringify(encryptFor({ encryption_key: key }, { _type: 'location', lat: 52.52, lon: 13.405, tst }));

function withKey() {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  setKey(connection, device, KEY);
  return { connection, device };
}

test('a phone with a key gets its acknowledgement when the opened fix is stored; what can not be opened is acknowledged, too', async () => {
  const { connection, device } = withKey();
  const { port } = await startBroker(connection);
  const phone = await connectPhone(port, 'jane', 'phone');
  await phone.publishAsync(TOPIC, sealed(NOW - 10), { qos: 1 });
  expect(await locations(connection, device)).toMatchObject([{ occurred_at: (NOW - 10) * 1000 }]);
  await phone.publishAsync(TOPIC, sealed(NOW - 5, 'wrong horse'), { qos: 1 });
  await phone.publishAsync(TOPIC, '{"_type":"encrypted","data":"AAEC"}', { qos: 2 });
  expect(await locations(connection, device)).toHaveLength(1);
  expect(rejected(connection)).toHaveLength(2);
});

test('a key that is set while the phone is connected counts for its next message', async () => {
  const { connection, device } = withKey();
  setKey(connection, device, null);
  const { port } = await startBroker(connection);
  const phone = await connectPhone(port, 'jane', 'phone');
  await phone.publishAsync(TOPIC, sealed(NOW - 10), { qos: 1 });
  setKey(connection, device, KEY);
  await phone.publishAsync(TOPIC, sealed(NOW - 5), { qos: 1 });
  expect(await locations(connection, device)).toMatchObject([{ occurred_at: (NOW - 5) * 1000 }]);
  await until('the sign of it', async () => (activityOf(connection, device)?.last_decrypted_at ?? 0) > 0);
});

test('messages of an external broker are opened with the key of the topic’s device', async () => {
  const { connection, device } = withKey();
  const aedes = new Aedes();
  const server = createServer(aedes.handle);
  const port = await freePort();
  await aedes.listen();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const ingest = new Ingest(new SqliteIngestStore(connection), directoryOf(connection), Date.now);
  const subscriber = new Subscriber({ url: `mqtt://127.0.0.1:${port}`, ingest });
  try {
    await subscriber.start();
    await until('the subscription', async () => subscriber.state().state === 'up');
    const phone = await connectPhone(port, 'jane', 'phone');
    await phone.publishAsync('owntracks/Jane/Phone', sealed(NOW - 10), { qos: 1 });
    await phone.publishAsync(TOPIC, sealed(NOW - 5, 'wrong horse'), { qos: 1 });
    await until('both messages', async () => ingest.counters().commits !== 0 && rejected(connection).length === 1);
    expect(await locations(connection, device)).toMatchObject([{ occurred_at: (NOW - 10) * 1000 }]);
    await until('the diagnosis', async () => activityOf(connection, device)?.last_decrypt_failure === 'wrong_key');
  } finally {
    await subscriber.stop();
    await ingest.stop();
    await new Promise<void>((resolve) => aedes.close(resolve));
    server.close();
  }
});
