/** The root of all device topics. Topics and user names compare without regard to letter case. */
const ROOT = 'owntracks';

/** A device's topic taken apart; `suffix` is what follows the base, such as `event`, or empty. */
export interface TopicParts {
  user: string;
  device: string;
  suffix: string;
}

/**
 * Takes `owntracks/<user>/<device>[/suffix]` apart; a leading slash is tolerated.
 * @returns null for any other topic
 */
export function splitTopic(topic: string): TopicParts | null {
  const levels = topic.split('/');
  const first = levels[0] === '' ? 1 : 0;
  const user = levels[first + 1];
  const device = levels[first + 2];
  if (levels[first]?.toLowerCase() !== ROOT || !user || !device) return null;
  return { user, device, suffix: levels.slice(first + 3).join('/') };
}

/** Letter case does not count, and names here have no spaces where those on phones may: "My Phone" is `my-phone`. */
const levelKey = (level: string): string => level.toLowerCase().replace(/\s/g, '-');

/** One spelling for all the ways to write a device's name; contains what no topic level can. */
export function deviceKey(user: string, device: string): string {
  return levelKey(`${user}/${device}`);
}

/** The base topic of a device, as OwnTracks makes it from user and device by default. */
export function baseTopic(user: string, device: string): string {
  return `${ROOT}/${user}/${device}`;
}

/** Whether a topic, or a subscription's filter, is the device's base topic or lies below it. */
export function isAtOrBelow(topic: string, user: string, device: string): boolean {
  const parts = splitTopic(topic);
  return parts !== null && deviceKey(parts.user, parts.device) === deviceKey(user, device);
}

/** Whether commands to a phone travel on this topic: nobody but the server may publish there. */
export function isCommandTopic(topic: string): boolean {
  return splitTopic(topic)?.suffix.toLowerCase() === 'cmd';
}

/**
 * Whether a subscription's filter asks for what friends share, as phones do: all users' devices, at or below their base
 * topics (`owntracks/+/+`, `owntracks/+/+/event`). It reads nothing by itself; what may be seen is sent to it.
 */
export function isFriendsFilter(filter: string): boolean {
  const parts = splitTopic(filter);
  return parts !== null && parts.user === '+' && parts.device === '+';
}

/**
 * A topic as a subscriber with this filter expects it spelled: letter case, spaces and a leading slash are as in the filter.
 * @returns null when the filter does not match
 */
export function spelledFor(filter: string, topic: string): string | null {
  const wanted = filter.split('/');
  const given = topic.replace(/^\//, '').split('/');
  const spelled = wanted[0] === '' ? wanted.splice(0, 1) : [];
  for (let level = 0; level < Math.max(wanted.length, given.length); level++) {
    const [want, have] = [wanted[level], given[level]];
    if (want === '#') return [...spelled, ...given.slice(level)].join('/');
    if (want === undefined || have === undefined) return null;
    if (want !== '+' && levelKey(want) !== levelKey(have)) return null;
    spelled.push(want === '+' ? have : want);
  }
  return spelled.join('/');
}
