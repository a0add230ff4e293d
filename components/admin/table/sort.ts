export interface Sorting<K extends string> {
  key: K;
  descending: boolean;
}

export type SortValue = string | number | boolean | null;

/** What a column's header does: another column sorts upwards, the same one turns round. */
export function toggled<K extends string>(sorting: Sorting<K>, key: K): Sorting<K> {
  return { key, descending: sorting.key === key ? !sorting.descending : false };
}

/**
 * A sorted copy. Texts by the language's rules with numbers in them as numbers; nulls last in both directions; equal
 * rows keep their order.
 */
export function sortRows<T, K extends string>(
  rows: readonly T[],
  sorting: Sorting<K>,
  cellOf: (row: T, key: K) => SortValue,
  language: string,
): T[] {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const direction = sorting.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [cellOf(a, sorting.key), cellOf(b, sorting.key)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === 'string' && typeof right === 'string') return direction * collator.compare(left, right);
    return direction * (Number(left) - Number(right));
  });
}
