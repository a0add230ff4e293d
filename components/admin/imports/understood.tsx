'use client';

import { Accordion, Code, List, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';

const SOURCES = ['recorder', 'google', 'owntracks', 'tracks', 'tables', 'archives'] as const;

/** What is understood, and how people get it from where it is. */
export function Understood() {
  const t = useTranslations('imports.understood');
  return (
    <>
      <Accordion variant="contained" order={3}>
        {SOURCES.map((source) => (
          <Accordion.Item key={source} value={source}>
            <Accordion.Control>{t(`${source}.title`)}</Accordion.Control>
            <Accordion.Panel>
              <List size="sm" spacing={4}>
                {(['one', 'two', 'three'] as const).map((step) => (
                  <List.Item key={step}>{t.rich(`${source}.${step}`, { code: (text) => <Code>{text}</Code> })}</List.Item>
                ))}
              </List>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <Text size="sm" c="dimmed" mt="sm">
        {t('times')}
      </Text>
    </>
  );
}
