'use client';

import { useLocale } from 'next-intl';
import { type ComponentProps, useState } from 'react';
import { type Column, ResponsiveTable } from './responsive-table';
import { type Sorting, type SortValue, sortRows } from './sort';

interface Props<T, K extends string> extends Pick<ComponentProps<typeof ResponsiveTable<T, K>>, 'label' | 'rows' | 'idOf'> {
  columns: readonly Column<T, K>[];
  /** What a column is sorted by. */
  cellOf: (row: T, key: K) => SortValue;
  /** The column by which it is sorted at first, upwards. */
  sortedBy: K;
}

/** A table whose rows are all here, in the order that its reader chooses. */
export function SortedTable<T, K extends string>({ rows, cellOf, sortedBy, ...table }: Props<T, K>) {
  const language = useLocale();
  const [sorting, setSorting] = useState<Sorting<K>>({ key: sortedBy, descending: false });
  return <ResponsiveTable {...table} rows={sortRows(rows, sorting, cellOf, language)} sorting={sorting} onSort={setSorting} />;
}
