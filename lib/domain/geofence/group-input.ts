import { z } from 'zod';
import { given, id, must, problemsOf, type ZoneProblems } from './field-input';
import { COMMON_DEFAULTS, COMMON_FIELDS, type ZoneFields } from './zone-settings';

export const MAX_GROUP_MEMBERS = 100;

export const MEMBERS_RANGE = `the ids of 1–${MAX_GROUP_MEMBERS} zones`;
const error = must('member_ids', MEMBERS_RANGE);

/** Each zone once; UUIDs compare without regard to letter case. */
const memberIds = z
  .array(z.guid({ error }).toLowerCase(), { error })
  .transform((ids) => [...new Set(ids)])
  .pipe(z.array(z.string()).min(1, { error }).max(MAX_GROUP_MEMBERS, { error }));

const { name, ...common } = COMMON_FIELDS;
const groupPatchSchema = z.object({ name, member_ids: memberIds, owner_id: id('owner_id', 'a user'), ...common }).partial();
const newGroupSchema = groupPatchSchema.extend({ name, member_ids: memberIds });

export type GroupPatch = z.output<typeof groupPatchSchema>;

const NO_SHAPE = {
  shape_type: 'group',
  center_latitude: null,
  center_longitude: null,
  radius_meters: null,
  geometry: null,
} as const;

/**
 * A new group from what a person sent; missing settings are as for a new zone.
 * @param owner_id whose group it is when the input names nobody
 */
export function readNewGroup(
  input: unknown,
  owner_id: number,
): { fields: ZoneFields; member_ids: string[] } | { problems: ZoneProblems } {
  const parsed = newGroupSchema.safeParse(input);
  if (!parsed.success) return { problems: problemsOf(parsed.error) };
  const { member_ids, ...fields } = parsed.data;
  return { fields: { ...NO_SHAPE, ...COMMON_DEFAULTS, owner_id, ...given(fields) } as ZoneFields, member_ids };
}

/** Every field checked by itself; unknown ones are dropped, so that a group can be sent back as it was read. */
export function readGroupPatch(input: unknown): { patch: GroupPatch } | { problems: ZoneProblems } {
  const parsed = groupPatchSchema.safeParse(input);
  return parsed.success ? { patch: parsed.data } : { problems: problemsOf(parsed.error) };
}

/** The group after a partial change. A group stays with its owner, whose zones it is made of. */
export function changeGroup(
  current: ZoneFields,
  known_member_ids: readonly string[],
  { member_ids, owner_id, ...patch }: GroupPatch,
): { fields: ZoneFields; member_ids: string[] | null } | { problems: ZoneProblems } {
  if (owner_id !== undefined && owner_id !== current.owner_id) {
    return { problems: { owner_id: `owner_id is ${owner_id}; a group stays with its owner, ${current.owner_id}` } };
  }
  const fields = { ...current, ...given(patch) } as ZoneFields;
  if (fields.is_active && (member_ids ?? known_member_ids).length === 0) {
    return { problems: { member_ids: `member_ids is []; to be switched on it must be ${MEMBERS_RANGE}` } };
  }
  return { fields, member_ids: member_ids ?? null };
}
