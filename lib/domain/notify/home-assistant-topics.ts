/** How what is published is called; one choice for the installation. */
export interface PublishNames {
  /** The first levels of our own topics, `fencepost`. */
  base: string;
  /** Where Home Assistant looks for discovery messages, `homeassistant`. */
  prefix: string;
  /** Eight hexadecimal digits: two installations may publish to one broker. */
  installation: string;
}

/** A device by the two names that its topics are made of. */
export interface TopicOwner {
  handle: string;
  device: string;
}

/** The topics of one device. */
export interface DeviceTopics {
  state: string;
  attributes: string;
  battery: string;
  event: string;
  zone: (geofenceId: string) => string;
  zoneAttributes: (geofenceId: string) => string;
}

export type Component = 'device_tracker' | 'binary_sensor' | 'sensor';

/** What separates levels or matches others can't be part of a name (MQTT 3.1.1, 4.7). */
const level = (name: string): string => name.replace(/[+#/\p{Cc}]/gu, '_');

export const statusTopic = ({ base }: Pick<PublishNames, 'base'>): string => `${base}/status`;

/** Where Home Assistant says that it has started. */
export const birthTopic = ({ prefix }: Pick<PublishNames, 'prefix'>): string => `${prefix}/status`;

export const testTopic = ({ base }: Pick<PublishNames, 'base'>, handle: string): string => `${base}/${level(handle)}/test`;

export function deviceTopics({ base }: Pick<PublishNames, 'base'>, { handle, device }: TopicOwner): DeviceTopics {
  const root = `${base}/${level(handle)}/${level(device)}`;
  return {
    state: `${root}/state`,
    attributes: `${root}/attributes`,
    battery: `${root}/battery`,
    event: `${root}/event`,
    zone: (geofenceId) => `${root}/zone/${geofenceId}`,
    zoneAttributes: (geofenceId) => `${root}/zone/${geofenceId}/attributes`,
  };
}

/**
 * Where a person is told of a device: each finds it below the own handle, as nobody may read below that of another. A device of
 * somebody else has that person's handle before its name.
 */
export function eventTopic(names: Pick<PublishNames, 'base'>, recipient: string, { handle, device }: TopicOwner): string {
  return deviceTopics(names, { handle: recipient, device: handle === recipient ? device : `${handle}:${device}` }).event;
}

/** Names a device to Home Assistant for good, whatever it is called. */
export const deviceIdentifier = ({ installation }: Pick<PublishNames, 'installation'>, deviceId: number): string =>
  `fencepost_${installation}_${deviceId}`;

/** `part`: what of the device it is, for those that there are several of. */
export const uniqueId = (names: Pick<PublishNames, 'installation'>, deviceId: number, part: string): string =>
  `${deviceIdentifier(names, deviceId)}_${part.toLowerCase().replace(/[^a-z0-9_-]/g, '_')}`;

export const discoveryTopic = ({ prefix }: Pick<PublishNames, 'prefix'>, component: Component, id: string): string =>
  `${prefix}/${component}/${id}/config`;

/** Whose a topic is, as far as its name tells; null: none of ours. */
export type TopicScope = { kind: 'public' } | { kind: 'person'; handle: string } | { kind: 'device'; device_id: number };

const IDENTIFIER = /^fencepost_([0-9a-f]{8})_(\d{1,15})_/;

export function scopeOf(names: PublishNames, topic: string): TopicScope | null {
  if (topic === statusTopic(names) || topic === birthTopic(names)) return { kind: 'public' };
  const own = below(names.base, topic);
  if (own !== null) return { kind: 'person', handle: own.split('/')[0] as string };
  const [, id] = below(names.prefix, topic)?.split('/') ?? [];
  const [, installation, device] = IDENTIFIER.exec(id ?? '') ?? [];
  return installation === names.installation ? { kind: 'device', device_id: Number(device) } : null;
}

const below = (root: string, topic: string): string | null =>
  topic.startsWith(`${root}/`) ? topic.slice(root.length + 1) : null;

/**
 * Whether a person may subscribe with this filter: below the own handle, for the status, and for discovery messages, of which
 * each gets the own ones only. Those who see all may also name others, or all, below the base.
 */
export function mayFilter(names: PublishNames, filter: string, handle: string, seesAll: boolean): boolean {
  if (filter === statusTopic(names) || below(names.prefix, filter) !== null) return true;
  const own = below(names.base, filter);
  return own !== null && (seesAll || own.split('/')[0] === level(handle));
}

/** Whether a message on `topic` goes to a subscription with this filter (MQTT 3.1.1, 4.7.1). */
export function matches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const given = topic.split('/');
  for (const [i, want] of wanted.entries()) {
    if (want === '#') return true;
    if (given[i] === undefined || (want !== '+' && want !== given[i])) return false;
  }
  return wanted.length === given.length;
}

/** Letters, digits and `_ . -` in one to three levels: what can be typed, and matches nothing else. */
export const TOPIC_ROOT = /^[a-z0-9][a-z0-9_.-]{0,31}(\/[a-z0-9][a-z0-9_.-]{0,31}){0,2}$/i;
