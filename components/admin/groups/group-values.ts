import {
  type SettingField,
  type SettingsDraft,
  settingProblems,
  settingsOf,
  toSettings,
} from '@/components/geofence/settings/settings-draft';
import { MAX_GROUP_MEMBERS } from '@/lib/domain/geofence/group-input';
import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';
import type { GroupDto } from '../types';

/** The form's values, named as in the API. */
export type GroupValues = SettingsDraft & {
  name: string;
  description: string;
  color: string;
  owner_id: string;
  /** Empty: all devices of the owner. */
  device_id: string;
  member_ids: string[];
};

export function valuesOf(group: GroupDto | null, viewerId: number, color: string): GroupValues {
  return {
    name: group?.name ?? '',
    description: group?.description ?? '',
    color: group?.color ?? color,
    owner_id: String(group?.owner_id ?? viewerId),
    device_id: group?.device_id?.toString() ?? '',
    member_ids: group?.member_ids ?? [],
    ...settingsOf(group ?? DEFAULT_SETTINGS),
  };
}

/** The values as the API takes them. */
export function toGroupInput({ name, description, color, owner_id, device_id, member_ids, ...settings }: GroupValues) {
  return {
    name: name.trim(),
    description: description.trim() || null,
    color,
    owner_id: Number(owner_id),
    device_id: device_id === '' ? null : Number(device_id),
    member_ids,
    ...toSettings(settings),
  };
}

/** Which fields the server would refuse. */
export function groupProblems(values: GroupValues): ('name' | 'member_ids' | SettingField)[] {
  const members = values.member_ids.length;
  return [
    ...(values.name.trim() ? [] : ['name' as const]),
    ...(members > 0 && members <= MAX_GROUP_MEMBERS ? [] : ['member_ids' as const]),
    ...settingProblems(values),
  ];
}
