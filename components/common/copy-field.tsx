'use client';

import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { copyText } from './copy';

interface Props {
  label: string;
  value: string;
  description?: ReactNode;
  /** Names, topics and secrets read better in a fixed width. */
  monospace?: boolean;
}

/** A value to take elsewhere: selectable, with a button that copies it and says so. */
export function CopyField({ label, value, description, monospace = true }: Props) {
  const t = useTranslations('common');
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const done = await copyText(value);
    setCopied(done);
    if (!done) input.current?.select();
  };

  return (
    <TextInput
      ref={input}
      label={label}
      description={description}
      value={value}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
      styles={monospace ? { input: { fontFamily: 'var(--mantine-font-family-monospace)' } } : {}}
      rightSection={
        <Tooltip label={copied ? t('copied') : t('copy')} openDelay={0} closeDelay={300}>
          <ActionIcon
            onClick={copy}
            aria-label={copied ? t('copied') : t('copyLabel', { label })}
            color={copied ? 'fence' : 'gray'}
          >
            {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}
