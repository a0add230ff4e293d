'use client';

import { Group, Pagination } from '@mantine/core';
import { useTranslations } from 'next-intl';

interface Props {
  /** Rows in all, and on a page. */
  total: number;
  size: number;
  /** From 1; beyond the last it counts as the last. */
  page: number;
  onChange: (page: number) => void;
}

/** Leads to the other pages of a list; nothing where one holds all. */
export function Pages({ total, size, page, onChange }: Props) {
  const t = useTranslations('common.pages');
  const count = Math.ceil(total / size);
  if (count < 2) return null;
  return (
    <Group component="nav" justify="center" mt="lg" aria-label={t('label')}>
      <Pagination
        total={count}
        value={Math.min(page, count)}
        onChange={onChange}
        getControlProps={(control) => ({ 'aria-label': t(control) })}
        getItemProps={(number) => ({ 'aria-label': t('page', { page: number }) })}
      />
    </Group>
  );
}
