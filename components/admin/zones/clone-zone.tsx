'use client';

import { Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { FormActions } from '@/components/common/form-actions';
import { FormAlert } from '@/components/common/form-alert';
import { useSubmit } from '@/components/common/use-submit';
import { Dialog } from '../dialog';
import type { GeofenceDto, Viewer } from '../types';

export interface OwnerChoice {
  id: number;
  name: string;
}

interface Props {
  viewer: Viewer;
  /** Null where the person may not choose. */
  owners: readonly OwnerChoice[] | null;
  /** Null: closed. */
  zone: GeofenceDto | null;
  onClose: () => void;
  onCloned: () => void;
}

/** Makes another zone of the same shape and settings, for oneself or, as an admin, for somebody else. */
export function CloneZone({ zone, onClose, ...props }: Props) {
  const t = useTranslations('zones.clone');
  return (
    <Dialog opened={zone !== null} onClose={onClose} title={t('title', { name: zone?.name ?? '' })}>
      {zone && <CloneForm key={zone.id} zone={zone} onClose={onClose} {...props} />}
    </Dialog>
  );
}

function CloneForm({ viewer, owners, zone, onClose, onCloned }: Props & { zone: GeofenceDto }) {
  const t = useTranslations('zones.clone');
  const editor = useTranslations('editor');
  const common = useTranslations('common');
  const form = useForm({
    initialValues: { name: zone.name, owner_id: String(viewer.id) },
    validateInputOnBlur: true,
    validate: { name: (name) => (name.trim() ? null : common('validation.required')) },
  });
  const { busy, onSubmit, message } = useSubmit(form, async ({ name, owner_id }) => {
    const input = { name: name.trim(), owner_id: Number(owner_id) };
    const { geofence } = await api<{ geofence: GeofenceDto }>('POST', `/api/geofences/${zone.id}/clone`, input);
    notifications.show({ message: t('done', { name: geofence.name, owner: geofence.owner_name }) });
    onCloned();
    onClose();
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <FormAlert message={message} />
        <Text size="sm">{t('copied')}</Text>
        <TextInput label={t('name')} required maxLength={100} data-autofocus {...form.getInputProps('name')} />
        {owners && (
          <Select
            label={editor('owner')}
            description={t('ownerHint')}
            allowDeselect={false}
            searchable={owners.length > 8}
            data={owners.map(({ id, name }) => ({
              value: String(id),
              label: id === viewer.id ? editor('me', { name }) : name,
            }))}
            {...form.getInputProps('owner_id')}
          />
        )}
        <FormActions busy={busy} onCancel={onClose} submit={t('action')} />
      </Stack>
    </form>
  );
}
