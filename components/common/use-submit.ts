'use client';

import type { UseFormReturnType } from '@mantine/form';
import { type FormEvent, useState } from 'react';
import { useFormErrors } from './use-form-errors';

interface Submit {
  /** While `work` runs. */
  busy: boolean;
  /** For the form element. */
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  /** What is wrong and concerns no single field; see FormAlert. */
  message: string | null;
}

/**
 * Sends a Mantine form: `work` gets its values once they are valid, and what it throws is shown in the form.
 * With 'leaving' as its result the form stays busy, so that nobody sends it twice while the next page loads.
 */
export function useSubmit<Values>(
  form: UseFormReturnType<Values>,
  // biome-ignore lint/suspicious/noConfusingVoidType: most have nothing to return
  work: (values: Values) => Promise<'leaving' | void>,
): Submit {
  const [busy, setBusy] = useState(false);
  const errors = useFormErrors(form);

  const submit = async (values: Values) => {
    setBusy(true);
    errors.clear();
    try {
      if ((await work(values)) === 'leaving') return;
    } catch (error) {
      errors.show(error);
    }
    setBusy(false);
  };

  return { busy, onSubmit: form.onSubmit(submit, errors.focusFirst), message: errors.message };
}
