import type account from './en/account.json';
import type auth from './en/auth.json';
import type backtest from './en/backtest.json';
import type common from './en/common.json';
import type dashboard from './en/dashboard.json';
import type deliveries from './en/deliveries.json';
import type deviceAlerts from './en/deviceAlerts.json';
import type devices from './en/devices.json';
import type editor from './en/editor.json';
import type events from './en/events.json';
import type expectations from './en/expectations.json';
import type explain from './en/explain.json';
import type groups from './en/groups.json';
import type imports from './en/imports.json';
import type mail from './en/mail.json';
import type map from './en/map.json';
import type media from './en/media.json';
import type notifyCentre from './en/notifyCentre.json';
import type notifyChoices from './en/notifyChoices.json';
import type notifyMqtt from './en/notifyMqtt.json';
import type notifyPush from './en/notifyPush.json';
import type notifyWays from './en/notifyWays.json';
import type notifyWords from './en/notifyWords.json';
import type pauses from './en/pauses.json';
import type phone from './en/phone.json';
import type provisioning from './en/provisioning.json';
import type rejected from './en/rejected.json';
import type remote from './en/remote.json';
import type setup from './en/setup.json';
import type sharing from './en/sharing.json';
import type shell from './en/shell.json';
import type sync from './en/sync.json';
import type users from './en/users.json';
import type visits from './en/visits.json';
import type zones from './en/zones.json';

declare module 'next-intl' {
  /** A key that English doesn't have, or a value that a message doesn't take, is an error of types. */
  interface AppConfig {
    Messages: {
      account: typeof account;
      auth: typeof auth;
      backtest: typeof backtest;
      common: typeof common;
      dashboard: typeof dashboard;
      deviceAlerts: typeof deviceAlerts;
      deliveries: typeof deliveries;
      devices: typeof devices;
      editor: typeof editor;
      events: typeof events;
      expectations: typeof expectations;
      explain: typeof explain;
      groups: typeof groups;
      imports: typeof imports;
      mail: typeof mail;
      map: typeof map;
      media: typeof media;
      notifyCentre: typeof notifyCentre;
      notifyChoices: typeof notifyChoices;
      notifyMqtt: typeof notifyMqtt;
      notifyPush: typeof notifyPush;
      notifyWays: typeof notifyWays;
      notifyWords: typeof notifyWords;
      pauses: typeof pauses;
      phone: typeof phone;
      provisioning: typeof provisioning;
      rejected: typeof rejected;
      remote: typeof remote;
      setup: typeof setup;
      sharing: typeof sharing;
      shell: typeof shell;
      sync: typeof sync;
      users: typeof users;
      visits: typeof visits;
      zones: typeof zones;
    };
  }
}
