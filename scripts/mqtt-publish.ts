import { BrokerLink } from '@/lib/adapters/mqtt/publish/broker-link';
import type { ReaderHub } from '@/lib/adapters/mqtt/publish/reader-hub';
import type { Config } from '@/lib/config';
import { systemClock } from '@/lib/services/clock';
import { MqttPublisher } from '@/lib/services/mqtt-publish';
import { type OwnBroker, PublishRoutes } from '@/lib/services/mqtt-publish-settings';
import type { SecretBox } from '@/lib/services/secret-box';
import { Connection } from '@/lib/storage/sqlite/connection';
import { SqlitePublishStore, SqliteRetainedStore } from '@/lib/storage/sqlite/publish-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';

interface Surroundings {
  config: Pick<Config, 'databaseFile' | 'publicUrl' | keyof OwnBroker>;
  /** Where it is noted what brokers retain. */
  durable: Connection;
  secrets: SecretBox;
  /** Null with an external broker, which has its own readers. */
  hub: () => ReaderHub | null;
  onError: (error: unknown) => void;
}

/** What publishes states over MQTT, with a connection of its own that sees what all others write. `close` after `stop`. */
export function publisherOn({ config, durable, secrets, hub, onError }: Surroundings) {
  const watcher = new Connection(config.databaseFile, { checkpoints: 'elsewhere' });
  const publisher = new MqttPublisher(
    {
      routes: new PublishRoutes(new SqliteSettingStore(watcher), secrets, config),
      store: new SqlitePublishStore(watcher),
      retained: new SqliteRetainedStore(durable),
      connect: (target, names, will, listener) => {
        if (target.kind === 'broker') return new BrokerLink(target, names, will, listener);
        const embedded = hub();
        if (!embedded) throw new Error('there is no embedded broker');
        return embedded.link(names, listener);
      },
      publicUrl: config.publicUrl,
      clock: systemClock,
    },
    { onError },
  );
  return { publisher, close: () => watcher.close() };
}
