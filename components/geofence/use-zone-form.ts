'use client';

import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { problemsOf, type ZoneDraft } from './draft';

export type ZoneForm = UseFormReturnType<ZoneDraft>;

/** The editor's values, checked by the server's own rules while they change. */
export function useZoneForm(initialValues: ZoneDraft): ZoneForm {
  const t = useTranslations('editor.errors');
  return useForm<ZoneDraft>({
    initialValues,
    validateInputOnChange: true,
    validateInputOnBlur: ['center_latitude', 'center_longitude', 'radius_meters', 'name'],
    validate: (draft) => Object.fromEntries(Object.entries(problemsOf(draft)).map(([field, problem]) => [field, t(problem)])),
  });
}
