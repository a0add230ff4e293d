/**
 * Whether this browser can take pushes: `ready`; the page came without encryption; Apple's phones do only for apps on the home
 * screen; the person has denied it; the browser knows nothing of it.
 */
export type Ability = 'ready' | 'insecure' | 'needs_home_screen' | 'denied' | 'unsupported';

/** What a browser says of itself. */
export interface BrowserFacts {
  isSecure: boolean;
  /** Service workers, pushes and notifications, all three. */
  hasPush: boolean;
  permission: NotificationPermission | null;
  userAgent: string;
  /** Fingers at once; tablets of Apple call themselves Macs. */
  touchPoints: number;
}

const isApplePhone = ({ userAgent, touchPoints }: BrowserFacts) =>
  /\b(iPhone|iPad|iPod)\b/.test(userAgent) || (/\bMacintosh\b/.test(userAgent) && touchPoints > 1);

export function abilityOf(facts: BrowserFacts): Ability {
  if (!facts.isSecure) return 'insecure';
  if (!facts.hasPush) return isApplePhone(facts) ? 'needs_home_screen' : 'unsupported';
  return facts.permission === 'denied' ? 'denied' : 'ready';
}

/** Of the browser that this runs in. */
export function factsOfBrowser(): BrowserFacts {
  const { userAgent, maxTouchPoints } = navigator;
  const hasNotifications = 'Notification' in window;
  return {
    isSecure: window.isSecureContext,
    hasPush: 'serviceWorker' in navigator && 'PushManager' in window && hasNotifications,
    permission: hasNotifications ? Notification.permission : null,
    userAgent,
    touchPoints: maxTouchPoints,
  };
}
