import type { ConfiguredMailer } from '@/lib/adapters/mail';
import { MqttChannel } from '@/lib/adapters/mqtt/publish/mqtt-channel';
import { GuardedOutbound } from '@/lib/adapters/outbound';
import { PushChannel } from '@/lib/adapters/push';
import { WebhookChannel } from '@/lib/adapters/webhook';
import type { Config } from '@/lib/config';
import { USER_AGENT } from '@/lib/config/version';
import { systemClock } from '@/lib/services/clock';
import type { DeviceDirectory } from '@/lib/services/device-directory';
import type { MailRoutes } from '@/lib/services/mail-settings';
import { outboundPolicy } from '@/lib/services/outbound-settings';
import type { PushKeys } from '@/lib/services/push-keys';
import type { SecretBox } from '@/lib/services/secret-box';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { Channels, inbox, type RunningChannel } from './channels';
import type { publisherOn } from './mqtt-publish';

/** What the channels are made of. */
export interface ChannelParts {
  config: Config;
  durable: Connection;
  secrets: SecretBox;
  routes: MailRoutes;
  mailer: ConfiguredMailer;
  pushKeys: PushKeys;
  publisher: ReturnType<typeof publisherOn>['publisher'];
  directory: DeviceDirectory;
  onError: (error: unknown) => void;
}

/** Every way on which this installation tells people. */
export function channelsOf({
  config,
  durable,
  secrets,
  routes,
  mailer,
  pushKeys,
  publisher,
  directory,
  onError,
}: ChannelParts): Channels {
  const { publicUrl } = config;
  const users = new SqliteUserStore(durable);
  const policy = outboundPolicy(new SqliteSettingStore(durable));
  const { request } = new GuardedOutbound({ policy, userAgent: USER_AGENT });
  const push = new PushChannel({
    ...{ publicUrl, secrets, request, keys: pushKeys },
    sender: async () => (await routes.route()).from,
    sessionVersionOf: async (id) => (await users.find(id))?.session_version ?? null,
  });
  const channels: RunningChannel[] = [
    inbox,
    { name: 'email', channel: mailer, concurrency: 4 },
    { name: 'push', channel: push, concurrency: 8 },
    { name: 'webhook', channel: new WebhookChannel({ publicUrl, secrets, request }), concurrency: 8 },
    { name: 'mqtt', channel: new MqttChannel({ publicUrl, publisher, directory }), concurrency: 8 },
  ];
  return new Channels(channels, new SqliteDeliveryStore(durable), systemClock, onError);
}
