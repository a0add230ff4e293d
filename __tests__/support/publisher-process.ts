import { BrokerLink, type BrokerTarget } from '@/lib/adapters/mqtt/publish/broker-link';
import { MqttPublisher } from '@/lib/services/mqtt-publish';
import { PublishRoutes } from '@/lib/services/mqtt-publish-settings';
import { SecretBox } from '@/lib/services/secret-box';
import { Connection } from '@/lib/storage/sqlite/connection';
import { SqlitePublishStore, SqliteRetainedStore } from '@/lib/storage/sqlite/publish-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';

// A worker that only publishes, in a process of its own, so that a test can kill it: node … <database>
const [, , file = ''] = process.argv;
const [durable, watcher] = [new Connection(file), new Connection(file)];
const own = { mqttUrl: null, mqttUsername: null, mqttPassword: null };
new MqttPublisher(
  {
    routes: new PublishRoutes(new SqliteSettingStore(watcher), new SecretBox('a secret for tests only'), own),
    store: new SqlitePublishStore(watcher),
    retained: new SqliteRetainedStore(durable),
    connect: (target, names, will, listener) => new BrokerLink(target as BrokerTarget, names, will, listener),
    publicUrl: 'http://localhost:3000',
    clock: Date.now,
  },
  { pollMs: 10 },
).start();
