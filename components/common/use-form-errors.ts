'use client';

import type { UseFormReturnType } from '@mantine/form';
import { useCallback, useState } from 'react';
import { ApiError } from './api';
import { useErrorText } from './use-error-text';

export interface FormErrors {
  /** What concerns no single field, to show above the form; null when there is nothing. */
  message: string | null;
  clear(): void;
  /** Takes an error of `api`: puts what names a field to that field and focuses the first, keeps the rest as `message`. */
  show(error: unknown): void;
  /** The second argument of `form.onSubmit`: focuses the first field that isn't valid. */
  focusFirst(errors: Record<string, unknown>): void;
}

/** Brings the server's answer to the fields of a Mantine form. Field names are those of the API. */
// biome-ignore lint/suspicious/noExplicitAny: any form will do, whatever its values are
export function useFormErrors(form: UseFormReturnType<any, any>): FormErrors {
  const errorText = useErrorText();
  const [message, setMessage] = useState<string | null>(null);

  const focusFirst = useCallback(
    (errors: Record<string, unknown>) => {
      const fields = Object.keys(errors).flatMap((field) => form.getInputNode(field) ?? []);
      const [first] = fields.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
      first?.focus();
    },
    [form],
  );

  const show = (error: unknown) => {
    const fields = error instanceof ApiError ? fieldErrors(error.details, form.getValues()) : {};
    form.setErrors(fields);
    const named = Object.keys(fields).length > 0;
    setMessage(named ? null : errorText(error));
    if (named) requestAnimationFrame(() => focusFirst(fields));
  };

  return { message, show, focusFirst, clear: () => setMessage(null) };
}

function fieldErrors(details: Record<string, unknown>, values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details)
      .filter(([field]) => field in values)
      .map(([field, problem]) => [field, Array.isArray(problem) ? problem.join('; ') : String(problem)]),
  );
}
