import type { WebhookPreset } from './records';

export type WebhookFieldName = 'url' | 'topic' | 'token' | 'chat_id' | 'key' | 'tag' | 'urls';

/** One entry of a prepared form. */
export interface WebhookField {
  name: WebhookFieldName;
  isRequired: boolean;
  /** Kept sealed and never shown again. */
  isSecret: boolean;
  /** Characters. */
  max: number;
  /** What it must look like, and how that is said. */
  pattern?: { test: RegExp; like: string };
  /** What stands in an empty form. */
  standard?: string;
}

export const WEBHOOK_NAME_MAX = 100;
/** Of one person. */
export const MOST_WEBHOOKS = 20;

const open = (name: WebhookFieldName, max: number, rest: Partial<WebhookField> = {}): WebhookField => ({
  name,
  max,
  isRequired: true,
  isSecret: false,
  ...rest,
});

const url = (standard?: string) => open('url', 2000, standard ? { standard } : {});

const WORD = { test: /^[\w-]+$/, like: 'letters, digits, _ and -' };
/** What goes into a header. */
const PRINTABLE = { test: /^[\x21-\x7e]+$/, like: 'a token without spaces' };
const BOT_TOKEN = { test: /^\d{1,20}:[\w-]{10,}$/, like: 'a token as BotFather gives it, like 123456:ABC-DEF1234' };
const CHAT = { test: /^(-?\d{1,20}|@\w{4,32})$/, like: 'a number, or the name of a channel with @' };

/** Each preset's own entries, in the order of its form. */
export const WEBHOOK_FIELDS: Record<WebhookPreset, readonly WebhookField[]> = {
  signed: [url()],
  ntfy: [
    url('https://ntfy.sh'),
    open('topic', 64, { pattern: WORD }),
    open('token', 200, { isSecret: true, isRequired: false, pattern: PRINTABLE }),
  ],
  gotify: [url(), open('token', 200, { isSecret: true, pattern: PRINTABLE })],
  telegram: [
    open('token', 200, { isSecret: true, pattern: BOT_TOKEN }),
    open('chat_id', 64, { pattern: CHAT }),
    url('https://api.telegram.org'),
  ],
  apprise: [
    url(),
    open('key', 64, { isRequired: false, pattern: WORD }),
    open('tag', 100, { isRequired: false }),
    open('urls', 4000, { isSecret: true, isRequired: false }),
  ],
};

/** What a person gave: left out, it stays as it was; null or empty, it is cleared. */
export type WebhookInput = Partial<Record<WebhookFieldName, string | null>>;

/** What is kept of a webhook's entries: shown ones and secret ones, each without those that are empty. */
export interface WebhookValues {
  settings: Partial<Record<WebhookFieldName, string>>;
  secrets: Partial<Record<WebhookFieldName, string>>;
}

const originOf = (text: string | undefined) => (text && URL.canParse(text) ? new URL(text).origin : null);

/**
 * The entries after a change. A secret that is not given anew stays only for the server that it was given for.
 * @param before what is kept so far; null for a new webhook
 */
export function mergeWebhook(preset: WebhookPreset, input: WebhookInput, before: WebhookValues | null): WebhookValues {
  const merged: WebhookValues = { settings: {}, secrets: {} };
  for (const { name, isSecret, standard } of WEBHOOK_FIELDS[preset]) {
    const part = isSecret ? 'secrets' : 'settings';
    const given = input[name];
    const value = given === undefined ? before?.[part][name] : (given ?? '').trim();
    const filled = value || (isSecret ? undefined : standard);
    if (filled) merged[part][name] = filled;
  }
  if (before && originOf(before.settings.url) !== originOf(merged.settings.url)) {
    for (const name of Object.keys(merged.secrets) as WebhookFieldName[])
      if (input[name] === undefined) delete merged.secrets[name];
  }
  return merged;
}

/**
 * `again`: the secret was given for another server. `log_in`: the address holds a user name or a password. `one_of`: of two entries
 * exactly one is needed.
 */
export type WebhookProblem = 'missing' | 'again' | 'too_long' | 'pattern' | 'url' | 'log_in' | 'fragment' | 'one_of';

/**
 * What is wrong with the entries, by field.
 * @param before as for `mergeWebhook`
 */
export function webhookProblems(
  preset: WebhookPreset,
  { settings, secrets }: WebhookValues,
  before: WebhookValues | null,
): Partial<Record<WebhookFieldName, WebhookProblem>> {
  const problems: Partial<Record<WebhookFieldName, WebhookProblem>> = {};
  for (const field of WEBHOOK_FIELDS[preset]) {
    const value = (field.isSecret ? secrets : settings)[field.name];
    const wasKept = before?.secrets[field.name] !== undefined;
    const problem = value === undefined ? missing(field, wasKept) : problemOf(field, value);
    if (problem) problems[field.name] = problem;
  }
  if (preset === 'apprise' && !settings.key === !secrets.urls) problems.key ??= 'one_of';
  return problems;
}

function missing({ isRequired, isSecret }: WebhookField, wasKept: boolean): WebhookProblem | null {
  if (!isRequired) return null;
  return isSecret && wasKept ? 'again' : 'missing';
}

function problemOf({ name, max, pattern }: WebhookField, value: string): WebhookProblem | null {
  if (value.length > max) return 'too_long';
  if (pattern && !pattern.test.test(value)) return 'pattern';
  return name === 'url' ? urlProblem(value) : null;
}

/** Only what the text tells; where it leads is the guard's to say. */
function urlProblem(value: string): WebhookProblem | null {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) return 'url';
  const { username, password, hash } = new URL(value);
  if (username !== '' || password !== '') return 'log_in';
  return hash === '' ? null : 'fragment';
}

/** A problem in words that name field, value and range; a secret's value is never repeated, an address with a log-in neither. */
export function problemText(
  preset: WebhookPreset,
  name: WebhookFieldName,
  problem: WebhookProblem,
  values: WebhookValues,
): string {
  const field = WEBHOOK_FIELDS[preset].find((one) => one.name === name);
  const value = values.settings[name] ?? values.secrets[name] ?? '';
  const subject = field?.isSecret ? name : `${name} is ${JSON.stringify(value)}; it`;
  switch (problem) {
    case 'missing':
      return `${name} is missing`;
    case 'again':
      return `${name} must be given again for this server`;
    case 'too_long':
      return `${name} has ${value.length} characters; it must have 1–${field?.max}`;
    case 'pattern':
      return `${subject} must be ${field?.pattern?.like}`;
    case 'url':
      return `${subject} must begin with https:// or http://`;
    case 'log_in':
      return `${name} holds a user name or a password; it must not`;
    case 'fragment':
      return `${subject} must have no fragment`;
    case 'one_of':
      return `${name} is ${value ? 'given beside urls' : 'missing, and urls too'}; exactly one of them must be given`;
  }
}
