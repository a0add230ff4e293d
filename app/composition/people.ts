import type { Config } from '@/lib/config';
import { lanAddress } from '@/lib/config/lan-address';
import { mailEnvironment } from '@/lib/config/mail';
import { judgeSilently } from '@/lib/domain/geofence/silent';
import { AuditService } from '@/lib/services/audit';
import { BasicLogIn } from '@/lib/services/basic-log-in';
import type { Clock } from '@/lib/services/clock';
import { DeviceAccess } from '@/lib/services/device-access';
import { DeviceAlertService } from '@/lib/services/device-alerts';
import { DeviceService } from '@/lib/services/devices';
import { ExtrasService } from '@/lib/services/extras';
import { MailSettings } from '@/lib/services/mail-settings';
import { ProvisioningService } from '@/lib/services/provisioning';
import { PushBrowsers } from '@/lib/services/push-browsers';
import { PushKeys } from '@/lib/services/push-keys';
import { RegionService } from '@/lib/services/regions';
import { RejectedService } from '@/lib/services/rejected';
import { SecretBox } from '@/lib/services/secret-box';
import { SetupProgressService, SetupService } from '@/lib/services/setup';
import { ShareService } from '@/lib/services/shares';
import { TokenService } from '@/lib/services/tokens';
import { UserService } from '@/lib/services/users';
import type { Reach } from '@/lib/services/ways';
import { SqliteAuditStore } from '@/lib/storage/sqlite/audit-store';
import { SqliteBrowserStore } from '@/lib/storage/sqlite/browser-store';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceAlertStore } from '@/lib/storage/sqlite/device-alert-store';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteExtrasStore } from '@/lib/storage/sqlite/extras-store';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { SqliteProvisioningStore } from '@/lib/storage/sqlite/provisioning-store';
import { SqliteRegionStore } from '@/lib/storage/sqlite/region-store';
import { SqliteRejectedStore } from '@/lib/storage/sqlite/rejected-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteShareStore } from '@/lib/storage/sqlite/share-store';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';

/** Where phones find this installation. */
function reachOf(config: Config): Reach {
  const { mqttUrl, mqttPort, mqttTlsPort, mqttWsPort, mqttWssPort, mqttPublicUrls } = config;
  return { mqttUrl, mqttPort, mqttTlsPort, mqttWsPort, mqttWssPort, mqttPublicUrls, lanAddress: lanAddress() };
}

/** What people and their devices are kept by. */
export function buildPeople(connection: Connection, config: Config, authSecret: string, clock: Clock) {
  const userStore = new SqliteUserStore(connection);
  const deviceStore = new SqliteDeviceStore(connection);
  const rejected = new SqliteRejectedStore(connection);
  const secrets = new SecretBox(authSecret);
  const audit = new AuditService(new SqliteAuditStore(connection), clock);
  const devices = new DeviceService(deviceStore, userStore, audit, secrets, clock, judgeSilently);
  const shares = new SqliteShareStore(connection);
  return {
    audit,
    devices,
    shares: new ShareService({ store: shares, devices: deviceStore, audit, clock }),
    access: new DeviceAccess({ devices: deviceStore, shares, fixes: new SqliteLocationStore(connection), audit, clock }),
    users: new UserService(userStore, audit, clock),
    basic: new BasicLogIn(userStore, shares, clock),
    tokens: new TokenService(new SqliteTokenStore(connection), audit, clock),
    deviceAlerts: new DeviceAlertService({ store: new SqliteDeviceAlertStore(connection), devices, audit }),
    extras: new ExtrasService(devices, new SqliteExtrasStore(connection), deviceStore, clock),
    rejected: new RejectedService(rejected, devices, audit),
    setup: new SetupService(new SqliteSettingStore(connection), userStore, audit, clock),
    setupProgress: new SetupProgressService(devices, rejected),
    mailSettings: new MailSettings(new SqliteSettingStore(connection), secrets, mailEnvironment(config), audit, clock),
    pushBrowsers: new PushBrowsers({
      store: new SqliteBrowserStore(connection),
      users: userStore,
      keys: new PushKeys(new SqliteSettingStore(connection), secrets, clock),
      secrets,
      audit,
      clock,
    }),
    regions: new RegionService(devices, deviceStore, new SqliteRegionStore(connection), new SqliteGeofenceStore(connection)),
    provisioning: new ProvisioningService({
      devices,
      store: new SqliteProvisioningStore(connection),
      processes: new SqliteProcessStore(connection),
      audit,
      secrets,
      clock,
      reach: reachOf(config),
    }),
  };
}

export type PeopleServices = ReturnType<typeof buildPeople>;
