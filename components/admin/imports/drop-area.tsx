'use client';

import { Button, FileButton, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, useRef, useState } from 'react';
import classes from './drop-area.module.css';

interface Props {
  /** In bytes, of one file. */
  limit: string;
  disabled: boolean;
  onFiles: (files: File[]) => void;
}

/** Takes files that are dropped, or chosen with the button. */
export function DropArea({ limit, disabled, onFiles }: Props) {
  const t = useTranslations('imports.drop');
  const [isOver, setOver] = useState(false);
  const reset = useRef<() => void>(null);
  const take = (files: File[]) => {
    if (files.length > 0) onFiles(files);
    // The same file may be chosen again.
    reset.current?.();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!disabled) take([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the button within
    <div
      className={classes.area}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Text fw={500}>{t('text')}</Text>
      <FileButton onChange={take} multiple resetRef={reset} disabled={disabled}>
        {(props) => (
          <Button {...props} leftSection={<IconFileUpload size={18} aria-hidden />}>
            {t('button')}
          </Button>
        )}
      </FileButton>
      <Text size="sm" c="dimmed">
        {t('limit', { limit })}
      </Text>
    </div>
  );
}
