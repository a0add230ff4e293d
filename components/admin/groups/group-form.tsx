'use client';

import { MultiSelect, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { FormActions } from '@/components/common/form-actions';
import { FormAlert } from '@/components/common/form-alert';
import { useSubmit } from '@/components/common/use-submit';
import { ColorField } from '@/components/geofence/color-field';
import type { SettingsDraft } from '@/components/geofence/settings/settings-draft';
import { ZoneSettings } from '@/components/geofence/settings/zone-settings';
import { ZoneTold } from '@/components/geofence/settings/zone-told';
import type { MapZone, TileSource } from '@/components/map/types';
import { MAX_GROUP_MEMBERS } from '@/lib/domain/geofence/group-input';
import type { DeviceDto, GeofenceDto, GroupDto } from '../types';
import type { OwnerChoice } from '../zones/clone-zone';
import { type GroupValues, groupProblems, toGroupInput, valuesOf } from './group-values';
import classes from './groups.module.css';

const GroupMap = dynamic(() => import('./group-map'), { ssr: false });

/** What the form offers to choose from. */
export interface GroupChoices {
  viewerId: number;
  zones: readonly (GeofenceDto & MapZone)[];
  devices: readonly DeviceDto[];
  /** Null where the person may not choose. */
  owners: readonly OwnerChoice[] | null;
  tiles: TileSource;
}

interface GroupFormProps {
  choices: GroupChoices;
  /** Null: a new one. */
  group: GroupDto | null;
  /** For a new one. */
  color: string;
  onCancel: () => void;
  onSaved: (group: GroupDto) => void;
}

type PartProps = Pick<GroupFormProps, 'choices'> & { form: UseFormReturnType<GroupValues> };

/** All that is decided of a group. */
export function GroupForm({ choices, group, color, onCancel, onSaved }: GroupFormProps) {
  const t = useTranslations('groups.form');
  const form = useGroupForm(valuesOf(group, choices.viewerId, color));
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    const [method, path] = group ? (['PATCH', `/api/groups/${group.id}`] as const) : (['POST', '/api/groups'] as const);
    onSaved((await api<{ group: GroupDto }>(method, path, toGroupInput(values))).group);
  });
  const change = (settings: Partial<SettingsDraft>) => {
    for (const [field, value] of Object.entries(settings)) form.setFieldValue(field, value as never);
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="lg">
        <FormAlert message={message} />
        <TextInput
          label={t('name')}
          placeholder={t('namePlaceholder')}
          maxLength={100}
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        {!group && <OwnerField choices={choices} form={form} />}
        <Members choices={choices} form={form} />
        <DeviceField choices={choices} form={form} />
        <ColorField value={form.values.color} onChange={(chosen) => form.setFieldValue('color', chosen)} />
        <ZoneSettings value={form.values} errors={form.errors} color={form.values.color} onChange={change} />
        <ZoneTold zone={group} viewerId={choices.viewerId} />
        <Textarea
          label={t('description')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          {...form.getInputProps('description')}
        />
        <FormActions busy={busy} onCancel={onCancel} submit={group ? undefined : t('create')} />
      </Stack>
    </form>
  );
}

/** Checked by the server's own rules while people type. */
function useGroupForm(initialValues: GroupValues) {
  const t = useTranslations('groups.form');
  const common = useTranslations('common');
  const ofSetting = useTranslations('editor.settings.errors');
  const words = (field: string) => {
    if (field === 'name') return common('validation.required');
    if (field === 'member_ids') return t('membersWrong', { most: MAX_GROUP_MEMBERS });
    return ofSetting.has(field as never) ? ofSetting(field as never) : common('validation.required');
  };
  return useForm<GroupValues>({
    initialValues,
    validateInputOnBlur: true,
    clearInputErrorOnChange: true,
    validate: (values) => Object.fromEntries(groupProblems(values).map((field) => [field, words(field)])),
  });
}

/** Other owners have other zones and devices. */
function OwnerField({ choices: { owners, viewerId }, form }: PartProps) {
  const t = useTranslations('editor');
  if (!owners) return null;
  return (
    <Select
      label={t('owner')}
      allowDeselect={false}
      searchable={owners.length > 8}
      data={owners.map(({ id, name }) => ({ value: String(id), label: id === viewerId ? t('me', { name }) : name }))}
      value={form.values.owner_id}
      error={form.errors.owner_id}
      onChange={(owner_id) => owner_id && form.setValues({ owner_id, device_id: '', member_ids: [] })}
    />
  );
}

function Members({ choices: { zones, tiles }, form }: PartProps) {
  const t = useTranslations('groups.form');
  const { owner_id, member_ids, color } = form.values;
  const own = zones.filter((zone) => String(zone.owner_id) === owner_id);
  const area = own.filter(({ id }) => member_ids.includes(id)).map((zone) => ({ ...zone, color }));
  return (
    <Stack gap="xs">
      <MultiSelect
        label={t('members')}
        description={own.length > 0 ? t('membersHint') : t('noZones')}
        placeholder={member_ids.length === 0 ? t('membersPlaceholder') : undefined}
        data={own.map(({ id, name, is_active }) => ({ value: id, label: is_active ? name : t('off', { name }) }))}
        searchable
        required
        nothingFoundMessage={t('nothingFound')}
        clearButtonProps={{ 'aria-label': t('clear') }}
        {...form.getInputProps('member_ids')}
      />
      <div className={classes.map}>
        <GroupMap zones={area} tiles={tiles} />
      </div>
      {area.some((zone) => !zone.is_active) && (
        <Text size="xs" c="dimmed">
          {t('offHint')}
        </Text>
      )}
    </Stack>
  );
}

function DeviceField({ choices: { devices, owners, viewerId }, form }: PartProps) {
  const t = useTranslations('editor');
  const { owner_id, device_id } = form.values;
  const owner = owners?.find(({ id }) => String(id) === owner_id)?.name ?? '';
  const all = owner_id === String(viewerId) ? t('allMyDevices') : t('allDevicesOf', { name: owner });
  const own = devices.filter((device) => String(device.user_id) === owner_id);
  return (
    <Select
      label={t('device')}
      allowDeselect={false}
      data={[{ value: 'all', label: all }, ...own.map(({ id, name }) => ({ value: String(id), label: name }))]}
      value={device_id || 'all'}
      error={form.errors.device_id}
      onChange={(chosen) => form.setFieldValue('device_id', chosen === 'all' ? '' : (chosen ?? ''))}
    />
  );
}
