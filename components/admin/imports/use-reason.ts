import { useTranslations } from 'next-intl';

/** What the server says of what it left out, and under which name it stands in the person's language. */
const KNOWN = new Map([
  ['no time that can be read', 'noTime'],
  ['no place that can be read', 'noPlace'],
  ['its time lies in the future', 'future'],
  ['neither JSON nor a CSV line', 'broken'],
  ['a line without a message in JSON', 'noMessage'],
  ['the file was cut off here', 'cut'],
  ['it is none of the formats that are understood', 'notUnderstood'],
  ['of a store, only rec, waypoints and cards are read', 'beside'],
] as const);

/** A reason in the person's language; those that name values, in the server's words. */
export function useReason(): (reason: string) => string {
  const t = useTranslations('imports.reasons');
  return (reason) => {
    const name = (KNOWN as ReadonlyMap<string, Parameters<typeof t>[0]>).get(reason);
    return name ? t(name) : reason;
  };
}
