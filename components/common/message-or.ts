interface Translator {
  (key: never): string;
  has(key: never): boolean;
}

/** The message for a key that is known at run time only, such as a name that came from the server; else `fallback`. */
export function messageOr(t: Translator, key: string, fallback: string): string {
  return t.has(key as never) ? t(key as never) : fallback;
}
