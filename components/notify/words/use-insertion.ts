'use client';

import type { UseFormReturnType } from '@mantine/form';
import { useRef } from 'react';
import type { Placeholder } from '@/lib/domain/notify/template';
import type { WordsText } from './types';

type Field = keyof WordsText;

/** Puts placeholders where the cursor is, or was last: in the place of what is selected. */
export function useInsertion(form: UseFormReturnType<WordsText>) {
  const lastField = useRef<Field>('body');

  const insert = (name: Placeholder) => {
    const field = lastField.current;
    const node = form.getInputNode(field) as HTMLInputElement | HTMLTextAreaElement | null;
    const text = form.getValues()[field];
    const [from, to] = [node?.selectionStart ?? text.length, node?.selectionEnd ?? text.length];
    const inserted = `{${name}}`;
    form.setFieldValue(field, text.slice(0, from) + inserted + text.slice(to));
    // After the field shows its new text, which would move the cursor to its end.
    requestAnimationFrame(() => {
      node?.focus();
      node?.setSelectionRange(from + inserted.length, from + inserted.length);
    });
  };

  return {
    insert,
    noteFocus: (field: Field) => {
      lastField.current = field;
    },
  };
}
