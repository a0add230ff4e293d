import { randomBytes } from 'node:crypto';
import { connect, type MqttClient } from 'mqtt';
import { birthTopic, discoveryTopic, type PublishNames, uniqueId } from '@/lib/domain/notify/home-assistant-topics';
import type { PublishStep } from '@/lib/domain/notify/mqtt-publish';
import type { BrokerProbe } from '@/lib/services/mqtt-publish-status';
import { type BrokerTarget, clientOptions, within, wordsOf } from './broker-link';

/** A broker on the way to which a message may not go says so by silence (MQTT 3.1.1, 3.3.5). */
const BACK_WITHIN_MS = 3_000;
const SILENT = 'the broker took the message and did not hand it on: its access list may forbid to write, or to read, this topic';
/** No device has this number. */
const NO_DEVICE = 0;

const failed = (step: PublishStep['step'], error: unknown): PublishStep => ({
  step,
  state: 'failed',
  said: wordsOf(error as Error),
});

/** Connects, and sends a message to each place where the worker would; nothing of it stays. */
export const probeBroker: BrokerProbe = async (target, names, signal) => {
  let client: MqttClient;
  try {
    client = await connected(target, names, signal);
  } catch (error) {
    const rest = (['own_topics', 'discovery', 'birth'] as const).map((step) => ({ step, state: 'skipped' as const, said: null }));
    return [failed('connect', error), ...rest];
  }
  try {
    const probe = randomBytes(4).toString('hex');
    const discovery = discoveryTopic(names, 'sensor', uniqueId(names, NO_DEVICE, `probe_${probe}`));
    return [
      { step: 'connect', state: 'ok', said: null },
      await stepOf('own_topics', () => thereAndBack(client, `${names.base}/probe/${probe}`, 'probe')),
      await stepOf('discovery', () => thereAndBack(client, discovery, '')),
      await stepOf('birth', () => client.subscribeAsync(birthTopic(names), { qos: 1 })),
    ];
  } finally {
    client.end(true);
  }
};

async function stepOf(step: PublishStep['step'], work: () => Promise<unknown>): Promise<PublishStep> {
  try {
    await work();
    return { step, state: 'ok', said: null };
  } catch (error) {
    return failed(step, error);
  }
}

function connected(target: BrokerTarget, names: PublishNames, signal: AbortSignal): Promise<MqttClient> {
  const clientId = `fencepost-test-${names.installation}-${randomBytes(3).toString('hex')}`;
  const client = connect(target.url, clientOptions(target, clientId));
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      client.end(true);
      reject(error);
    };
    client.once('connect', () => resolve(client));
    client.once('close', () => fail(new Error('the broker closed the connection')));
    client.on('error', fail);
    signal.addEventListener('abort', () => fail(new Error('no answer in time')));
  });
}

/** @throws Error when it does not come back */
async function thereAndBack(client: MqttClient, topic: string, payload: string): Promise<void> {
  await client.subscribeAsync(topic, { qos: 1 });
  const back = new Promise<void>((resolve) => {
    client.on('message', (heard) => {
      if (heard === topic) resolve();
    });
  });
  await client.publishAsync(topic, payload, { qos: 1 });
  await within(BACK_WITHIN_MS, back).catch(() => {
    throw new Error(SILENT);
  });
}
