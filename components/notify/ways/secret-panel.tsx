'use client';

import { Alert, Button, Code, Group, Stack, Tabs, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { copyText } from '../../common/copy';
import { CopyField } from '../../common/copy-field';
import { VERIFY_NODE, VERIFY_PYTHON } from './verify-snippets';

interface Props {
  secret: string;
  /** There was one before, which is good for another day. */
  isNew: boolean;
  onClose: () => void;
}

/** A signing secret, shown once, and how to use it. */
export function SecretPanel({ secret, isNew, onClose }: Props) {
  const t = useTranslations('notifyWays.secret');
  return (
    <Stack>
      <Alert color="fence" icon={<IconKey />} title={t('title')}>
        {t(isNew ? 'first' : 'rotated')}
      </Alert>
      <CopyField label={t('label')} value={secret} />
      <div>
        <Text fw={600}>{t('verify')}</Text>
        <Text size="sm" c="dimmed" mb="xs">
          {t.rich('verifyHint', { code: (text) => <Code>{text}</Code> })}
        </Text>
        <Tabs defaultValue="node" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="node">Node</Tabs.Tab>
            <Tabs.Tab value="python">Python</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="node" pt="xs">
            <Snippet code={VERIFY_NODE} />
          </Tabs.Panel>
          <Tabs.Panel value="python" pt="xs">
            <Snippet code={VERIFY_PYTHON} />
          </Tabs.Panel>
        </Tabs>
      </div>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('done')}</Button>
      </Group>
    </Stack>
  );
}

function Snippet({ code }: { code: string }) {
  const t = useTranslations('common');
  const [copied, setCopied] = useState(false);
  const copy = async () => setCopied(await copyText(code));
  return (
    <>
      <Code block mah={260} style={{ overflow: 'auto' }} tabIndex={0}>
        {code.trimEnd()}
      </Code>
      <Button
        size="xs"
        mt="xs"
        variant="default"
        leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        onClick={copy}
      >
        {t(copied ? 'copied' : 'copy')}
      </Button>
    </>
  );
}
