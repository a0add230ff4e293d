import { useTranslations } from 'next-intl';
import { isGone } from '@/lib/domain/notify/gone-browser';
import { RelativeTime } from '../../common/relative-time';
import type { PushBrowser } from './types';

/** How a browser that takes pushes is doing, in a line. */
export function BrowserState({ browser }: { browser: PushBrowser }) {
  const t = useTranslations('notifyPush');
  const { is_active, paused_at, pause_reason, last_sent_at } = browser;
  if (isGone(browser)) return t('state.gone', { reason: pause_reason ?? '' });
  if (!is_active) return t('state.off');
  if (paused_at !== null) return t('state.paused', { reason: pause_reason ?? '' });
  if (last_sent_at === null) return t('state.neverSent');
  return t.rich('state.lastSent', { when: () => <RelativeTime value={last_sent_at} /> });
}
