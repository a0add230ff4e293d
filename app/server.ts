import { type Held, heldServer, holdServer } from '@/lib/adapters/http/held-server';
import { HttpLimits } from '@/lib/adapters/http/rate-limit';
import { createRecorderRoute } from '@/lib/adapters/http/recorder-route';
import { createRoute } from '@/lib/adapters/http/route';
import { UploadFolder } from '@/lib/adapters/import/upload-folder';
import { ConfiguredMailer, SmtpProbe } from '@/lib/adapters/mail';
import { GuardedOutbound } from '@/lib/adapters/outbound';
import { SharpTool } from '@/lib/adapters/pictures/sharp-tool';
import { type Config, loadConfig } from '@/lib/config';
import { ensureAuthSecret } from '@/lib/config/auth-secret';
import { lanAddress } from '@/lib/config/lan-address';
import { mailEnvironment } from '@/lib/config/mail';
import { USER_AGENT } from '@/lib/config/version';
import { judgeSilently } from '@/lib/domain/geofence/silent';
import { AuditService } from '@/lib/services/audit';
import { BacktestService } from '@/lib/services/backtest';
import { BasicLogIn } from '@/lib/services/basic-log-in';
import { type Clock, systemClock } from '@/lib/services/clock';
import { CommandService } from '@/lib/services/commands';
import { DeliveryLog } from '@/lib/services/delivery-log';
import { DeviceAccess } from '@/lib/services/device-access';
import { DeviceAlertService } from '@/lib/services/device-alerts';
import { DeviceService } from '@/lib/services/devices';
import { EventService } from '@/lib/services/events';
import { ExpectationService } from '@/lib/services/expectations';
import { ExplainService } from '@/lib/services/explain';
import { ExportService } from '@/lib/services/export';
import { ExtrasService } from '@/lib/services/extras';
import { Faces } from '@/lib/services/faces';
import { FalseAlarmService } from '@/lib/services/false-alarms';
import { GroupService } from '@/lib/services/groups';
import { HealthService } from '@/lib/services/health';
import { ImportService } from '@/lib/services/imports';
import { InboxService } from '@/lib/services/inbox';
import { LiveService } from '@/lib/services/live';
import { LocationService } from '@/lib/services/locations';
import { MailLinkService } from '@/lib/services/mail-links';
import { MailProbeService } from '@/lib/services/mail-probe';
import { MailSettings } from '@/lib/services/mail-settings';
import { MailTest } from '@/lib/services/mail-test';
import { MediaService } from '@/lib/services/media';
import { MetricsService } from '@/lib/services/metrics';
import { PublishSettings } from '@/lib/services/mqtt-publish-settings';
import { type BrokerProbe, PublishStatus } from '@/lib/services/mqtt-publish-status';
import { ChoiceService } from '@/lib/services/notify-choices';
import { PreferenceService } from '@/lib/services/notify-preferences';
import { OpenedService } from '@/lib/services/opened';
import { OutboundSettings, outboundPolicy } from '@/lib/services/outbound-settings';
import { PauseService } from '@/lib/services/pauses';
import { ProvisioningService } from '@/lib/services/provisioning';
import { PushBrowsers } from '@/lib/services/push-browsers';
import { PushKeys } from '@/lib/services/push-keys';
import { ReconstructService } from '@/lib/services/reconstruct';
import { RecorderService } from '@/lib/services/recorder';
import { RecorderPictures } from '@/lib/services/recorder-pictures';
import { RegionService } from '@/lib/services/regions';
import { RejectedService } from '@/lib/services/rejected';
import { Renditions } from '@/lib/services/renditions';
import { Retention } from '@/lib/services/retention';
import { SecretBox } from '@/lib/services/secret-box';
import { SetupProgressService, SetupService } from '@/lib/services/setup';
import { ShareDirectory } from '@/lib/services/share-directory';
import { ShareService } from '@/lib/services/shares';
import { SignedLinks } from '@/lib/services/signed-links';
import { TargetService } from '@/lib/services/targets';
import { TemplateService } from '@/lib/services/templates';
import { TokenService } from '@/lib/services/tokens';
import { UserService } from '@/lib/services/users';
import { VisitService } from '@/lib/services/visits';
import { WayTestService } from '@/lib/services/way-tests';
import type { Reach } from '@/lib/services/ways';
import { ZoneRecipientService } from '@/lib/services/zone-recipients';
import { ZoneSync } from '@/lib/services/zone-sync';
import { ZoneService } from '@/lib/services/zones';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { SqliteAuditStore } from '@/lib/storage/sqlite/audit-store';
import { SqliteBacktestStore } from '@/lib/storage/sqlite/backtest-store';
import { SqliteBrowserStore } from '@/lib/storage/sqlite/browser-store';
import { SqliteChoiceStore } from '@/lib/storage/sqlite/choice-store';
import { SqliteCommandStore } from '@/lib/storage/sqlite/command-store';
import { Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryLogStore } from '@/lib/storage/sqlite/delivery-log-store';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { SqliteDeviceAlertStore } from '@/lib/storage/sqlite/device-alert-store';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteEventStore } from '@/lib/storage/sqlite/event-store';
import { SqliteExpectationStore } from '@/lib/storage/sqlite/expectation-store';
import { SqliteExplainStore } from '@/lib/storage/sqlite/explain-store';
import { SqliteExtrasStore } from '@/lib/storage/sqlite/extras-store';
import { SqliteFeedbackStore } from '@/lib/storage/sqlite/feedback-store';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
import { SqliteGroupStore } from '@/lib/storage/sqlite/group-store';
import { SqliteImportJobStore } from '@/lib/storage/sqlite/import-job-store';
import { SqliteInboxStore } from '@/lib/storage/sqlite/inbox-store';
import { SqliteLiveStore } from '@/lib/storage/sqlite/live-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { SqliteMediaStore } from '@/lib/storage/sqlite/media-store';
import { SqlitePauseStore } from '@/lib/storage/sqlite/pause-store';
import { SqlitePreferenceStore } from '@/lib/storage/sqlite/preference-store';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { SqliteProvisioningStore } from '@/lib/storage/sqlite/provisioning-store';
import { SqlitePublishStore } from '@/lib/storage/sqlite/publish-store';
import { SqliteRecorderStore } from '@/lib/storage/sqlite/recorder-store';
import { SqliteRegionStore } from '@/lib/storage/sqlite/region-store';
import { SqliteRegionSyncStore } from '@/lib/storage/sqlite/region-sync-store';
import { SqliteRejectedStore } from '@/lib/storage/sqlite/rejected-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteShareStore } from '@/lib/storage/sqlite/share-store';
import { SqliteTargetStore } from '@/lib/storage/sqlite/target-store';
import { SqliteTemplateStore } from '@/lib/storage/sqlite/template-store';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { SqliteVisitStore } from '@/lib/storage/sqlite/visit-store';
import { SqliteWayTestStore } from '@/lib/storage/sqlite/way-test-store';
import { SqliteZoneRecipientStore } from '@/lib/storage/sqlite/zone-recipient-store';

/** Where phones find this installation. */
function reachOf(config: Config): Reach {
  const { mqttUrl, mqttPort, mqttTlsPort, mqttWsPort, mqttWssPort, mqttPublicUrls } = config;
  return { mqttUrl, mqttPort, mqttTlsPort, mqttWsPort, mqttWssPort, mqttPublicUrls, lanAddress: lanAddress() };
}

/** What people and their devices are kept by. */
function buildPeople(connection: Connection, config: Config, authSecret: string, clock: Clock) {
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
    deviceAlerts: new DeviceAlertService({ store: new SqliteDeviceAlertStore(connection), devices, audit, clock }),
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

type People = Pick<ReturnType<typeof buildPeople>, 'audit' | 'access' | 'devices' | 'mailSettings'>;

/**
 * Zones, events, fixes and what is told of them.
 * @param watcher a connection that nothing is written on: it sees what all others write, those of this process included
 */
function buildData(connection: Connection, watcher: Connection, config: Config, people: People, clock: Clock) {
  const { audit, access, devices } = people;
  const users = new SqliteUserStore(connection);
  const zones = new SqliteGeofenceStore(connection);
  const events = new SqliteEventStore(connection);
  const shares = new ShareDirectory(new SqliteShareStore(connection));
  const locations = new SqliteLocationStore(connection);
  const past = new SqliteBacktestStore(connection);
  const processes = new SqliteProcessStore(connection);
  const health = new HealthService(processes, clock);
  const media = new SqliteMediaStore(connection);
  const files = new FilePictures(config.mediaDir);
  const renditions = new Renditions(files, new SharpTool());
  const faces = new Faces(media, renditions);
  const inboxStore = new SqliteInboxStore(connection);
  const inbox = new InboxService(inboxStore);
  const { publicUrl, maxZonesPerUser } = config;
  const zoneService = new ZoneService({ store: zones, users, audit, judge: judgeSilently, clock, maxZonesPerUser });
  const regionSync = new SqliteRegionSyncStore(connection);
  const commands = new CommandService({ store: new SqliteCommandStore(connection), regions: regionSync, devices, audit, clock });
  // An admin's cleanup concerns events; fixes are the worker's daily job.
  const retention = new Retention(events, locations, clock, { events: config.eventRetentionDays, locations: null });
  return {
    zones: zoneService,
    commands,
    zoneSync: new ZoneSync({ store: regionSync, devices, zones: zoneService, commands, audit, clock }),
    groups: new GroupService({ store: new SqliteGroupStore(connection), zones, users, audit, judge: judgeSilently, clock }),
    expectations: new ExpectationService({
      store: new SqliteExpectationStore(connection),
      zones: new SqliteGeofenceStore(connection),
      audit,
      clock,
    }),
    events: new EventService(events, audit, clock, retention),
    deliveries: new DeliveryLog({ store: new SqliteDeliveryLogStore(connection), access, audit, clock }),
    visits: new VisitService(new SqliteVisitStore(connection), audit, clock),
    backtest: new BacktestService({
      store: past,
      feedback: new SqliteFeedbackStore(connection),
      users,
      audit,
      clock,
    }),
    reconstruct: new ReconstructService({ store: past, audit, clock, eventRetentionDays: config.eventRetentionDays }),
    explain: new ExplainService({
      store: new SqliteExplainStore(connection),
      zones: new SqliteBacktestStore(connection),
      devices: new SqliteDeviceStore(connection),
      events,
      audit,
    }),
    export: new ExportService({
      devices: new SqliteDeviceStore(connection),
      media,
      files,
      extras: new SqliteExtrasStore(connection),
      transitions: past,
      audit,
    }),
    imports: new ImportService({
      store: new SqliteImportJobStore(connection),
      devices: new SqliteDeviceStore(connection),
      files: new UploadFolder(config.importsDir),
      audit,
      clock,
      maxUploadBytes: config.importMaxBytes,
    }),
    locations: new LocationService(locations, access),
    media: new MediaService({ store: media, renditions, access, audit }),
    faces,
    recorder: new RecorderService({
      store: new SqliteRecorderStore(connection),
      devices: new SqliteDeviceStore(connection),
      ...{ users, access, faces, audit },
      pictures: new RecorderPictures(media, files),
    }),
    inbox,
    opened: new OpenedService(inboxStore, clock),
    live: new LiveService({ changes: new SqliteLiveStore(watcher), locations, events, shares, inbox, clock }, audit),
    mailProbe: new MailProbeService({ settings: people.mailSettings, probe: new SmtpProbe({ publicUrl }), audit, clock }),
    mailTest: new MailTest(new ConfiguredMailer(people.mailSettings, { publicUrl }), clock),
    health,
    metrics: new MetricsService(processes, new SqliteDeliveryStore(connection), health),
  };
}

/** What people decide about what they are told. */
function buildHands(connection: Connection, config: Config, audit: AuditService, authSecret: string, clock: Clock) {
  const zones = new SqliteGeofenceStore(connection);
  const events = new SqliteEventStore(connection);
  const recipients = new SqliteZoneRecipientStore(connection);
  const choices = new SqliteChoiceStore(connection);
  const pauses = new PauseService({ store: new SqlitePauseStore(connection), zones, recipients, audit, clock });
  const falseAlarms = new FalseAlarmService({ store: new SqliteFeedbackStore(connection), events, zones, audit, clock });
  const links = new SignedLinks(authSecret, config.publicUrl);
  const users = new SqliteUserStore(connection);
  return {
    pauses,
    falseAlarms,
    mailLinks: new MailLinkService({ links, users, zones, events, pauses, falseAlarms, clock }),
    preferences: new PreferenceService({ store: new SqlitePreferenceStore(connection), ways: choices, audit, clock }),
    templates: new TemplateService({ store: new SqliteTemplateStore(connection), audit, clock }),
    choices: new ChoiceService({ store: choices, zones, recipients, audit }),
    zoneRecipients: new ZoneRecipientService({ store: recipients, zones, users, audit, clock }),
  };
}

/** The ways that people set up by themselves. */
function buildTargets(connection: Connection, audit: AuditService, authSecret: string, clock: Clock) {
  const settings = new SqliteSettingStore(connection);
  const { check } = new GuardedOutbound({ policy: outboundPolicy(settings), userAgent: USER_AGENT });
  const secrets = new SecretBox(authSecret);
  const targets = new TargetService({ store: new SqliteTargetStore(connection), secrets, check, audit, clock });
  return {
    targets,
    wayTests: new WayTestService({ store: new SqliteWayTestStore(connection), targets, clock }),
    outboundSettings: new OutboundSettings(settings, audit),
  };
}

/** Loaded with the first test: nobody else in this process speaks MQTT. */
const probeBroker: BrokerProbe = async (...of) => (await import('@/lib/adapters/mqtt/publish/probe')).probeBroker(...of);

/** What is published over MQTT, for admins and for those who read it. */
function buildPublishing(connection: Connection, config: Config, audit: AuditService, authSecret: string, clock: Clock) {
  const settings = new PublishSettings(new SqliteSettingStore(connection), new SecretBox(authSecret), config, audit, clock);
  const { publicUrl } = config;
  const processes = new SqliteProcessStore(connection);
  const store = new SqlitePublishStore(connection);
  const publishStatus = new PublishStatus({ settings, processes, store, probe: probeBroker, audit, publicUrl, clock });
  return { publishSettings: settings, publishStatus };
}

function buildServices(connection: Connection, watcher: Connection, config: Config, authSecret: string, clock: Clock) {
  const people = buildPeople(connection, config, authSecret, clock);
  const hands = buildHands(connection, config, people.audit, authSecret, clock);
  const targets = buildTargets(connection, people.audit, authSecret, clock);
  const publishing = buildPublishing(connection, config, people.audit, authSecret, clock);
  return { ...people, ...hands, ...targets, ...publishing, ...buildData(connection, watcher, config, people, clock) };
}

export type Services = ReturnType<typeof buildServices>;

/** The web process: its configuration, its database and the use cases on it. */
export interface Server extends Held {
  config: Config;
  authSecret: string;
  clock: Clock;
  connection: Connection;
  limits: HttpLimits;
  services: Services;
}

/** Opens the database of `config` and builds the services on it. The caller closes it. */
export function buildServer(config: Config, clock: Clock = systemClock): Server {
  const authSecret = ensureAuthSecret(config);
  const connection = openDatabase(config.databaseFile);
  const watcher = new Connection(config.databaseFile);
  const services = buildServices(connection, watcher, config, authSecret, clock);
  return {
    config,
    authSecret,
    clock,
    connection,
    limits: new HttpLimits(),
    services,
    endStreams: () => services.live.stop(),
    close: async () => {
      services.live.stop();
      watcher.close();
      connection.close();
    },
  };
}

/** The server of this process, built from the environment on first use. */
export function getServer(): Server {
  const held = heldServer<Server>();
  if (held) return held;
  const server = buildServer(loadConfig());
  holdServer(server);
  return server;
}

/** Wraps a handler: session or token, role, errors (lib/adapters/http/route.ts). */
export const route = createRoute(getServer);

/** Wraps a handler below /api/0: the Recorder's parameters and log-ins (lib/adapters/http/recorder-route.ts). */
export const recorderRoute = createRecorderRoute(getServer);
