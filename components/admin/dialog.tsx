'use client';

import { Modal, type ModalProps } from '@mantine/core';
import { useTranslations } from 'next-intl';

/** A modal whose title looks like that of a confirmation and whose close button has a name. */
export function Dialog(props: ModalProps) {
  const t = useTranslations('common');
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('close') }}
      styles={{ title: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 650 } }}
      {...props}
    />
  );
}
