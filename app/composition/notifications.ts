import { GuardedOutbound } from '@/lib/adapters/outbound';
import type { Config } from '@/lib/config';
import { USER_AGENT } from '@/lib/config/version';
import type { AuditService } from '@/lib/services/audit';
import type { Clock } from '@/lib/services/clock';
import { FalseAlarmService } from '@/lib/services/false-alarms';
import { MailLinkService } from '@/lib/services/mail-links';
import { PublishSettings } from '@/lib/services/mqtt-publish-settings';
import { type BrokerProbe, PublishStatus } from '@/lib/services/mqtt-publish-status';
import { ChoiceService } from '@/lib/services/notify-choices';
import { PreferenceService } from '@/lib/services/notify-preferences';
import { OutboundSettings, outboundPolicy } from '@/lib/services/outbound-settings';
import { PauseService } from '@/lib/services/pauses';
import { SecretBox } from '@/lib/services/secret-box';
import { SignedLinks } from '@/lib/services/signed-links';
import { TargetService } from '@/lib/services/targets';
import { TemplateService } from '@/lib/services/templates';
import { WayTestService } from '@/lib/services/way-tests';
import { ZoneRecipientService } from '@/lib/services/zone-recipients';
import { SqliteChoiceStore } from '@/lib/storage/sqlite/choice-store';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteEventStore } from '@/lib/storage/sqlite/event-store';
import { SqliteFeedbackStore } from '@/lib/storage/sqlite/feedback-store';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
import { SqlitePauseStore } from '@/lib/storage/sqlite/pause-store';
import { SqlitePreferenceStore } from '@/lib/storage/sqlite/preference-store';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { SqlitePublishStore } from '@/lib/storage/sqlite/publish-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteTargetStore } from '@/lib/storage/sqlite/target-store';
import { SqliteTemplateStore } from '@/lib/storage/sqlite/template-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { SqliteWayTestStore } from '@/lib/storage/sqlite/way-test-store';
import { SqliteZoneRecipientStore } from '@/lib/storage/sqlite/zone-recipient-store';

/** What people decide about what they are told. */
export function buildHands(connection: Connection, config: Config, audit: AuditService, authSecret: string, clock: Clock) {
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
export function buildTargets(connection: Connection, audit: AuditService, authSecret: string, clock: Clock) {
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
export function buildPublishing(connection: Connection, config: Config, audit: AuditService, authSecret: string, clock: Clock) {
  const settings = new PublishSettings(new SqliteSettingStore(connection), new SecretBox(authSecret), config, audit, clock);
  const { publicUrl } = config;
  const processes = new SqliteProcessStore(connection);
  const store = new SqlitePublishStore(connection);
  const publishStatus = new PublishStatus({ settings, processes, store, probe: probeBroker, audit, publicUrl, clock });
  return { publishSettings: settings, publishStatus };
}
