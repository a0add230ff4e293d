'use client';

import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { type DraftProblem, problemsOf, type ZoneDraft } from './draft';
import type { SettingField } from './settings/settings-draft';

export type ZoneForm = UseFormReturnType<ZoneDraft>;

/** The editor's values, checked by the server's own rules while they change. */
export function useZoneForm(initialValues: ZoneDraft): ZoneForm {
  const t = useTranslations('editor.errors');
  const ofSetting = useTranslations('editor.settings.errors');
  const words = (problem: DraftProblem | SettingField) =>
    ofSetting.has(problem as never) ? ofSetting(problem as never) : t(problem as DraftProblem);
  return useForm<ZoneDraft>({
    initialValues,
    validateInputOnChange: true,
    validateInputOnBlur: ['center_latitude', 'center_longitude', 'radius_meters', 'name'],
    validate: (draft) => Object.fromEntries(Object.entries(problemsOf(draft)).map(([field, problem]) => [field, words(problem)])),
  });
}
