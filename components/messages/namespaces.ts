/** One file per namespace and language in this folder; its name is the top-level key of its messages. */
export const namespaces = [
  'account',
  'auth',
  'backtest',
  'common',
  'dashboard',
  'deviceAlerts',
  'deliveries',
  'devices',
  'editor',
  'events',
  'expectations',
  'groups',
  'explain',
  'imports',
  'mail',
  'map',
  'media',
  'notifyCentre',
  'notifyChoices',
  'notifyMqtt',
  'notifyPush',
  'notifyWays',
  'notifyWords',
  'pauses',
  'phone',
  'provisioning',
  'rejected',
  'remote',
  'setup',
  'sharing',
  'shell',
  'sync',
  'users',
  'visits',
  'zones',
] as const;

export const locales = ['en', 'de'] as const;

/** Holds the language chosen before signing in. */
export const LOCALE_COOKIE = 'fencepost-language';
