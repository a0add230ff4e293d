/** What a message says to people (emails/short.ts). */
export interface Words {
  title: string;
  body: string;
  url: string;
}

/** One request of a webhook, less what all of them have. */
export interface Outgoing {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** An address below the one that a person gave, whether or not that ends with a slash. */
export function below(base: string, path: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
  return url.href;
}

/** At most so many bytes as UTF-8, whole characters only. */
export function cut(text: string, mostBytes: number): string {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  let length = 0;
  let kept = '';
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > mostBytes - 3) break;
    kept += character;
  }
  return `${kept}…`;
}
