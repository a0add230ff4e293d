'use client';

import { ActionIcon, Group, NativeSelect, Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import classes from './responsive-table.module.css';
import { type Sorting, toggled } from './sort';

export interface Column<T, K extends string> {
  key: K;
  label: string;
  /** In a card: the heading, a badge beside it, a labelled line, or the row of buttons at its foot. */
  kind?: 'title' | 'badge' | 'line' | 'actions';
  sortable?: boolean;
  /** Null leaves the line out of the card. */
  render: (row: T) => ReactNode;
}

interface Props<T, K extends string> {
  label: string;
  columns: readonly Column<T, K>[];
  rows: readonly T[];
  idOf: (row: T) => string | number;
  sorting?: Sorting<K>;
  onSort?: (sorting: Sorting<K>) => void;
  /** Rows that just came in. */
  fresh?: ReadonlySet<string | number>;
}

/** A table on wide screens, a list of cards on narrow ones. Roles are written out, because CSS that lays a table out as cards takes them away. */
export function ResponsiveTable<T, K extends string>({ label, columns, rows, idOf, sorting, onSort, fresh }: Props<T, K>) {
  return (
    <div className={classes.container}>
      {sorting && onSort && <CardSort columns={columns} sorting={sorting} onSort={onSort} />}
      <Table role="table" aria-label={label} className={classes.table} verticalSpacing="sm" highlightOnHover>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sorting={sorting} onSort={onSort} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {rows.map((row) => (
            <Table.Tr key={idOf(row)} role="row" className={classes.row} data-fresh={fresh?.has(idOf(row)) || undefined}>
              {columns.map((column) => (
                <BodyCell key={column.key} column={column} row={row} />
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function BodyCell<T, K extends string>({ column, row }: { column: Column<T, K>; row: T }) {
  const content = column.render(row);
  return (
    <Table.Td role="cell" className={classes.cell} data-kind={column.kind ?? 'line'} data-empty={content === null || undefined}>
      <span className={classes.cardLabel} aria-hidden>
        {column.label}
      </span>
      {content}
    </Table.Td>
  );
}

interface SortProps<K extends string> {
  sorting?: Sorting<K>;
  onSort?: (sorting: Sorting<K>) => void;
}

function HeaderCell<T, K extends string>({ column, sorting, onSort }: SortProps<K> & { column: Column<T, K> }) {
  if (column.kind === 'actions') {
    return (
      <Table.Th role="columnheader">
        <VisuallyHidden>{column.label}</VisuallyHidden>
      </Table.Th>
    );
  }
  if (!column.sortable || !sorting || !onSort) return <Table.Th role="columnheader">{column.label}</Table.Th>;
  const active = sorting.key === column.key;
  const Arrow = active && sorting.descending ? IconArrowDown : IconArrowUp;
  return (
    <Table.Th role="columnheader" aria-sort={active ? (sorting.descending ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton
        fz="inherit"
        fw="inherit"
        className={classes.sortButton}
        onClick={() => onSort(toggled(sorting, column.key))}
      >
        {column.label}
        <Arrow size={14} aria-hidden />
      </UnstyledButton>
    </Table.Th>
  );
}

/** Cards have no headers to click: the same choice as a select and a button. */
function CardSort<T, K extends string>({
  columns,
  sorting,
  onSort,
}: Required<SortProps<K>> & { columns: readonly Column<T, K>[] }) {
  const t = useTranslations('zones.sort');
  const options = columns.filter((column) => column.sortable).map(({ key, label }) => ({ value: key, label }));
  return (
    <Group className={classes.cardSort} gap="xs" mb="sm" wrap="nowrap">
      <NativeSelect
        aria-label={t('by')}
        data={options}
        value={sorting.key}
        onChange={(event) => onSort({ ...sorting, key: event.currentTarget.value as K })}
        flex={1}
      />
      <ActionIcon
        variant="default"
        size="input-sm"
        aria-label={t(sorting.descending ? 'descending' : 'ascending')}
        onClick={() => onSort({ ...sorting, descending: !sorting.descending })}
      >
        {sorting.descending ? <IconSortDescending size={18} aria-hidden /> : <IconSortAscending size={18} aria-hidden />}
      </ActionIcon>
    </Group>
  );
}
