import { EventEmitter } from 'node:events';
import type { Client } from 'aedes';
import { Reader } from '@/lib/adapters/mqtt/publish/reader';
import type { MqttReader } from '@/lib/services/mqtt-publish-readers';

/** A program whose system takes all that is written to it, while it acknowledges nothing. */
function silentProgram() {
  const conn = Object.assign(new EventEmitter(), { write: jest.fn(() => true) });
  const client = { conn, closed: false, _parser: new EventEmitter() } as unknown as Client;
  return { reader: new Reader(client, {} as MqttReader), conn };
}

afterEach(() => jest.useRealTimers());

test('what a program never acknowledges takes no number and no memory from what comes later', async () => {
  jest.useFakeTimers();
  const { reader, conn } = silentProgram();
  const news = { topic: 'fencepost/anna/phone/event', payload: '{}', retain: false };
  let refused = 0;
  for (let round = 0; round < 70; round++) {
    const brought = Array.from({ length: 1_000 }, () => reader.bring(news, 1).catch(() => (refused += 1)));
    jest.advanceTimersByTime(10_000);
    await Promise.all(brought);
  }
  // There are 65,535 numbers.
  expect(refused).toBe(70_000);
  expect(conn.write).toHaveBeenCalledTimes(70_000);
});
