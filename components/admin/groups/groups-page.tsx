'use client';

import { ActionIcon, Anchor, Badge, Button, Group, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPencil, IconPlus, IconStack2, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useConfirm } from '@/components/common/confirm';
import { EmptyState } from '@/components/common/empty-state';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { useFormat } from '@/components/common/use-format';
import { freeColor } from '@/components/geofence/palette';
import { ColorDot } from '../color-dot';
import { Dialog } from '../dialog';
import type { Column } from '../table/responsive-table';
import { SortedTable } from '../table/sorted-table';
import type { GroupDto } from '../types';
import { AreaDevice, AreaHints, AreaSwitch } from '../zones/area-columns';
import { ZoneLoss } from '../zones/zone-loss';
import { type GroupChoices, GroupForm } from './group-form';
import { useGroups } from './use-groups';

interface Props {
  choices: GroupChoices;
  initialGroups: GroupDto[];
  /** The group whose form is open when the page comes; 'new' for a new one. */
  openGroup: string | null;
}

type Key = 'name' | 'members' | 'device' | 'status' | 'size' | 'actions';

/** All groups of the reader: several zones that count as one area. */
export function GroupsPage({ choices, initialGroups, openGroup }: Props) {
  const t = useTranslations('groups');
  const confirm = useConfirm();
  const { groups, setActive, remove, reload } = useGroups(initialGroups);
  const [edited, setEdited] = useState<string | null>(openGroup);
  const close = () => setEdited(null);

  const askToDelete = (group: GroupDto) =>
    confirm({
      title: t('delete.title', { name: group.name }),
      lost: <ZoneLoss zone={group} kept={t('delete.kept')} />,
      action: t('delete.action'),
      onConfirm: () => remove(group),
    });
  const onSaved = (group: GroupDto) => {
    close();
    notifications.show({ message: t('saved', { name: group.name }) });
    void reload();
  };
  const columns: Column<GroupDto, Key>[] = [
    {
      key: 'name',
      label: t('columns.name'),
      kind: 'title',
      sortable: true,
      render: (group) => <GroupName group={group} onEdit={() => setEdited(group.id)} />,
    },
    {
      key: 'members',
      label: t('columns.members'),
      sortable: true,
      render: (group) => <Members group={group} choices={choices} />,
    },
    {
      key: 'device',
      label: t('columns.device'),
      sortable: true,
      render: (group) => <AreaDevice area={group} withOwner={choices.owners !== null && group.owner_id !== choices.viewerId} />,
    },
    {
      key: 'status',
      label: t('columns.status'),
      kind: 'badge',
      sortable: true,
      render: (group) => <AreaSwitch area={group} onChange={(active) => setActive(group, active)} />,
    },
    { key: 'size', label: t('columns.size'), sortable: true, render: (group) => <Size group={group} /> },
    {
      key: 'actions',
      label: t('columns.actions'),
      kind: 'actions',
      render: (group) => <Actions group={group} onEdit={() => setEdited(group.id)} onDelete={() => askToDelete(group)} />,
    },
  ];
  const group = groups.find(({ id }) => id === edited) ?? null;
  const newButton = (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setEdited('new')}>
      {t('new')}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        aside={
          <Badge size="lg" color="gray">
            {t('count', { count: groups.length })}
          </Badge>
        }
        actions={
          <>
            <Button component={Link} href="/admin/geofences" variant="default">
              {t('zones')}
            </Button>
            {newButton}
          </>
        }
      />
      {groups.length === 0 ? (
        <EmptyState icon={<IconStack2 size={28} />} title={t('empty.title')} action={newButton}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <SortedTable
          label={t('title')}
          columns={columns}
          rows={groups}
          idOf={({ id }) => id}
          cellOf={sortValue}
          sortedBy="name"
        />
      )}
      <Dialog
        opened={edited === 'new' || group !== null}
        onClose={close}
        title={group ? t('form.edit', { name: group.name }) : t('form.title')}
        size="lg"
      >
        <GroupForm
          key={edited}
          choices={choices}
          group={group}
          color={freeColor([...groups, ...choices.zones].map(({ color }) => color))}
          onCancel={close}
          onSaved={onSaved}
        />
      </Dialog>
    </Page>
  );
}

function sortValue(group: GroupDto, key: Key) {
  if (key === 'device') return group.device_name;
  if (key === 'status') return group.is_active ? 0 : 1;
  if (key === 'size') return group.area_square_meters;
  if (key === 'members') return group.member_ids.length;
  return group.name;
}

function GroupName({ group, onEdit }: { group: GroupDto; onEdit: () => void }) {
  return (
    <div>
      <Group gap="xs" wrap="nowrap" miw={0}>
        <ColorDot color={group.color} />
        <Anchor component="button" type="button" fw={600} size="sm" c="inherit" ta="start" onClick={onEdit}>
          {group.name}
        </Anchor>
      </Group>
      <AreaHints area={group} />
    </div>
  );
}

function Members({ group, choices }: { group: GroupDto; choices: GroupChoices }) {
  const t = useTranslations('groups');
  const names = choices.zones.filter(({ id }) => group.member_ids.includes(id)).map(({ name }) => name);
  return <Text size="sm">{names.length > 0 ? names.join(', ') : t('noMembers')}</Text>;
}

function Size({ group }: { group: GroupDto }) {
  const t = useTranslations('groups');
  const format = useFormat();
  return (
    <Text size="sm" component="span">
      {group.area_square_meters > 0 ? format.area(group.area_square_meters) : t('nowhere')}
    </Text>
  );
}

function Actions({ group, onEdit, onDelete }: { group: GroupDto; onEdit: () => void; onDelete: () => void }) {
  const t = useTranslations('zones.actions');
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Tooltip label={t('edit')}>
        <ActionIcon size="lg" aria-label={t('editLabel', { name: group.name })} onClick={onEdit}>
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('delete')}>
        <ActionIcon color="red" size="lg" aria-label={t('deleteLabel', { name: group.name })} onClick={onDelete}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
