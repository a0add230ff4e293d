'use client';

import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useSWRConfig } from 'swr';
import { ZoneLoss } from '@/components/admin/zones/zone-loss';
import { ApiError, api } from '@/components/common/api';
import { useConfirm } from '@/components/common/confirm';
import { useFormErrors } from '@/components/common/use-form-errors';
import { type EditableZone, toInput, type ZoneDraft } from './draft';
import type { ZoneForm } from './use-zone-form';

const TABLE = '/admin/geofences';

/** Saves and deletes the zone; on success back to the table, on an error everything typed stays. */
export function useSaveZone(form: ZoneForm, zone: EditableZone | null) {
  const t = useTranslations('editor');
  const router = useRouter();
  const confirm = useConfirm();
  const { mutate } = useSWRConfig();
  const errors = useFormErrors(form);
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState(false);
  const [limit, setLimit] = useState<string | null>(null);

  const leave = (message: string) => {
    setSaved(true);
    notifications.show({ message });
    mutate('/api/geofences');
    router.push(TABLE);
    router.refresh();
  };

  const save = async (draft: ZoneDraft) => {
    errors.clear();
    setLimit(null);
    setSaving(true);
    try {
      const input = toInput(draft);
      if (zone) await api('PATCH', `/api/geofences/${zone.id}`, input);
      else await api('POST', '/api/geofences', input);
      leave(t('saved', { name: input.name }));
    } catch (error) {
      if (error instanceof ApiError && error.code === 'LIMIT_REACHED') {
        setLimit(t('limit.reached', { limit: Number(error.details.limit ?? 5) }));
      } else errors.show(error);
      setSaving(false);
    }
  };

  const remove = () => {
    if (!zone) return;
    confirm({
      title: t('deleteTitle', { name: zone.name }),
      lost: <ZoneLoss zone={zone} />,
      action: t('delete'),
      onConfirm: async () => {
        await api('DELETE', `/api/geofences/${zone.id}`);
        leave(t('deleted', { name: zone.name }));
      },
    });
  };

  return { save, remove, saving, saved, message: limit ?? errors.message, focusFirst: errors.focusFirst };
}
