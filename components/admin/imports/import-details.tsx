'use client';

import { Button, Collapse, List, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import type { ImportReport } from './types';
import { useReason } from './use-reason';

/** What was refused and which files were not read, as far as it is told one by one. */
export function ImportDetails({ report }: { report: ImportReport }) {
  const t = useTranslations('imports.details');
  const told = useReason();
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = useId();
  const { faults, refused, skipped, files_skipped } = report;
  if (faults.length + skipped.length === 0) return null;
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        onClick={toggle}
        aria-expanded={isOpen}
        aria-controls={id}
        leftSection={isOpen ? <IconChevronUp size={14} aria-hidden /> : <IconChevronDown size={14} aria-hidden />}
      >
        {t(isOpen ? 'hide' : 'show')}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        <Stack gap="xs" py="xs">
          {faults.length > 0 && (
            <Told title={t('refused')} more={refused - faults.length}>
              {faults.map(({ file, unit, at, reason }) => (
                <List.Item key={`${file} ${at} ${reason}`}>{t(unit, { file, at, reason: told(reason) })}</List.Item>
              ))}
            </Told>
          )}
          {skipped.length > 0 && (
            <Told title={t('skipped')} more={files_skipped - skipped.length}>
              {skipped.map(({ file, reason }) => (
                <List.Item key={file}>{t('file', { file, reason: told(reason) })}</List.Item>
              ))}
            </Told>
          )}
        </Stack>
      </Collapse>
    </div>
  );
}

function Told({ title, more, children }: { title: string; more: number; children: ReactNode }) {
  const t = useTranslations('imports.details');
  return (
    <div>
      <Text size="sm" fw={500}>
        {title}
      </Text>
      <List size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
        {more > 0 && <List.Item>{t('more', { count: more })}</List.Item>}
      </List>
    </div>
  );
}
