import type { WebhookPreset } from '@/lib/domain/model';
import { isImportant } from '@/lib/domain/notify/importance';
import type { WebhookValues } from '@/lib/domain/notify/webhook-fields';
import type { ClaimedItem, ClaimedMessage } from '@/lib/storage/ports';
import { below, cut, type Outgoing, type Words } from './words';

/** ntfy makes a longer message an attachment. */
const NTFY_BYTES = 4_000;
/** Telegram takes 4,096 characters; no text has more of them than bytes. */
const TELEGRAM_BYTES = 4_000;
const OTHER_BYTES = 16_000;

type Items = ClaimedMessage['items'];
type Entries = WebhookValues['settings'];
type Maker = (entries: Entries, words: Words, items: Items) => Outgoing;

const json = (url: string, body: unknown, headers: Record<string, string> = {}): Outgoing => ({
  url,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const TAG_OF_EVENT = { enter: 'round_pushpin', exit: 'wave', dwell: 'hourglass' } as const;

/** Short names that ntfy shows as pictures. */
function ntfyTag(item: ClaimedItem): string {
  if (item.kind === 'event') return TAG_OF_EVENT[item.event.event_type];
  if (item.kind === 'alert') return 'warning';
  if (item.kind === 'test') return 'white_check_mark';
  return item.device_alert.kind === 'battery_low' ? 'battery' : 'iphone';
}

/** docs.ntfy.sh/publish: as JSON to the server itself; priority 3 is the usual one of 1–5. */
const ntfy: Maker = ({ url = '', topic, token }, words, items) => {
  const tags = [...new Set(items.map(ntfyTag))];
  const priority = isImportant(items) ? 5 : 3;
  const body = { topic, title: words.title, message: cut(words.body, NTFY_BYTES), priority, tags, click: words.url };
  return json(url, body, token ? { authorization: `Bearer ${token}` } : {});
};

/** gotify.net/docs/pushmsg: from 8 on apps ring whatever the phone is at. */
const gotify: Maker = ({ url = '', token = '' }, words, items) => {
  const extras = { 'client::notification': { click: { url: words.url } } };
  const body = { title: words.title, message: cut(words.body, OTHER_BYTES), priority: isImportant(items) ? 8 : 5, extras };
  return json(below(url, 'message'), body, { 'x-gotify-key': token });
};

/** core.telegram.org/bots/api#sendmessage: plain text, so that nothing in a name counts as markup. */
const telegram: Maker = ({ url = '', token = '', chat_id }, words) => {
  const text = `${cut(`${words.title}\n\n${words.body}`, TELEGRAM_BYTES - Buffer.byteLength(words.url))}\n\n${words.url}`;
  return json(below(url, `bot${token}/sendMessage`), { chat_id, text, link_preview_options: { is_disabled: true } });
};

/** github.com/caronc/apprise-api: to what is kept under a key, or to the services named with the message. */
const apprise: Maker = ({ url = '', key, tag, urls }, words, items) => {
  const to = key ? { ...(tag ? { tag } : {}) } : { urls };
  const type = isImportant(items) ? 'warning' : 'info';
  const body = cut(`${words.body}\n\n${words.url}`, OTHER_BYTES);
  const headers = { accept: 'application/json' };
  return json(below(url, key ? `notify/${key}` : 'notify/'), { ...to, title: words.title, body, type, format: 'text' }, headers);
};

export const PRESET_REQUESTS: Record<Exclude<WebhookPreset, 'signed'>, Maker> = { ntfy, gotify, telegram, apprise };
