import { useTranslations } from 'next-intl';
import { RelativeTime } from '../../common/relative-time';
import type { Webhook } from './types';

/** Where it goes to, without what need not be read. */
function placeOf({ settings }: Webhook): string {
  const { url = '', topic, chat_id, key } = settings;
  const host = URL.canParse(url) ? new URL(url).host : url;
  return [host, topic ?? chat_id ?? key].filter(Boolean).join(' · ');
}

/** What a webhook is, where it goes, and how it is doing, in a line or two. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  const t = useTranslations('notifyWays');
  return (
    <>
      {t(`presets.${webhook.preset}.name`)} · {placeOf(webhook)}
      <br />
      <Doing webhook={webhook} />
    </>
  );
}

function Doing({ webhook }: { webhook: Webhook }) {
  const t = useTranslations('notifyWays.state');
  const { is_active, paused_at, last_sent_at, created_at } = webhook;
  if (!is_active) return t('off');
  if (paused_at !== null) return t('paused');
  return last_sent_at === null
    ? t.rich('neverSent', { when: () => <RelativeTime value={created_at} /> })
    : t.rich('lastSent', { when: () => <RelativeTime value={last_sent_at} /> });
}
