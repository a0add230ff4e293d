import { UploadFolder } from '@/lib/adapters/import/upload-folder';
import { ConfiguredMailer, SmtpProbe } from '@/lib/adapters/mail';
import { SharpTool } from '@/lib/adapters/pictures/sharp-tool';
import type { Config } from '@/lib/config';
import { judgeSilently } from '@/lib/domain/geofence/silent';
import { BacktestService } from '@/lib/services/backtest';
import type { Clock } from '@/lib/services/clock';
import { CommandService } from '@/lib/services/commands';
import { DeliveryLog } from '@/lib/services/delivery-log';
import { EventService } from '@/lib/services/events';
import { ExpectationService } from '@/lib/services/expectations';
import { ExplainService } from '@/lib/services/explain';
import { ExportService } from '@/lib/services/export';
import { Faces } from '@/lib/services/faces';
import { GroupService } from '@/lib/services/groups';
import { HealthService } from '@/lib/services/health';
import { ImportService } from '@/lib/services/imports';
import { InboxService } from '@/lib/services/inbox';
import { LiveService } from '@/lib/services/live';
import { LocationService } from '@/lib/services/locations';
import { MailProbeService } from '@/lib/services/mail-probe';
import { MailTest } from '@/lib/services/mail-test';
import { MediaService } from '@/lib/services/media';
import { MetricsService } from '@/lib/services/metrics';
import { OpenedService } from '@/lib/services/opened';
import { ReconstructService } from '@/lib/services/reconstruct';
import { RecorderService } from '@/lib/services/recorder';
import { RecorderPictures } from '@/lib/services/recorder-pictures';
import { Renditions } from '@/lib/services/renditions';
import { Retention } from '@/lib/services/retention';
import { ShareDirectory } from '@/lib/services/share-directory';
import { VisitService } from '@/lib/services/visits';
import { ZoneSync } from '@/lib/services/zone-sync';
import { ZoneService } from '@/lib/services/zones';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { SqliteBacktestStore } from '@/lib/storage/sqlite/backtest-store';
import { SqliteCommandStore } from '@/lib/storage/sqlite/command-store';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryLogStore } from '@/lib/storage/sqlite/delivery-log-store';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
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
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { SqliteRecorderStore } from '@/lib/storage/sqlite/recorder-store';
import { SqliteRegionSyncStore } from '@/lib/storage/sqlite/region-sync-store';
import { SqliteShareStore } from '@/lib/storage/sqlite/share-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { SqliteVisitStore } from '@/lib/storage/sqlite/visit-store';

import type { PeopleServices } from './people';

type People = Pick<PeopleServices, 'audit' | 'access' | 'devices' | 'mailSettings'>;

/**
 * Zones, events, fixes and what is told of them.
 * @param watcher a connection that nothing is written on: it sees what all others write, those of this process included
 */
export function buildData(connection: Connection, watcher: Connection, config: Config, people: People, clock: Clock) {
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
