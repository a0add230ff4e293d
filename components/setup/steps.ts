export const steps = ['admin', 'device', 'zone', 'mail'] as const;
export type Step = (typeof steps)[number];

/** A step's own address, so that a reload, the back button or a bookmark finds it again. */
export function stepHref(step: Step | 'done', deviceId?: number | null): string {
  const query = new URLSearchParams({ step });
  if (deviceId) query.set('device', String(deviceId));
  return `/setup?${query}`;
}

/** The step that a person asks for, or else the first thing they have not done yet. */
export function stepToShow(
  wished: string | undefined,
  has: { devices: boolean; zones: boolean },
): Exclude<Step, 'admin'> | 'done' {
  if (wished === 'device' || wished === 'zone' || wished === 'mail' || wished === 'done') return wished;
  if (!has.devices) return 'device';
  return has.zones ? 'mail' : 'zone';
}

/**
 * A device's short name for its topic, from the name people gave it: "Jane's Pixel 8" becomes "janes-pixel-8". At most 32
 * of the letters, digits, dots, underscores and hyphens that every broker takes; empty when nothing of it is usable.
 */
export function deviceNameFrom(name: string): string {
  return name
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/[\p{Mark}'’]/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .slice(0, 32)
    .replace(/^[-._]+|[-._]+$/g, '');
}

/** The token in what somebody pasted: the setup link itself or only its token. */
export function tokenIn(pasted: string): string {
  const text = pasted.trim();
  return /[?&]token=([^&#\s]+)/.exec(text)?.[1] ?? text;
}
