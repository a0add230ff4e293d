'use client';

import { Button, Collapse, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ColorDot } from '@/components/admin/color-dot';
import { api } from '@/components/common/api';
import { useConfirm } from '@/components/common/confirm';
import { ZoneChoices } from '@/components/notify/choices/zone-choices';
import { WayRow, WayRows } from './way-row';

/** A zone or group of somebody else that the person is told of. */
export interface ZoneOfOther {
  /** UUID */
  geofence_id: string;
  name: string;
  color: string;
  owner_name: string;
}

interface Props {
  initial: ZoneOfOther[];
  viewerId: number;
}

/** The zones of others that the person is told of, how, and the way out. */
export function ZonesOfOthers({ initial, viewerId }: Props) {
  const t = useTranslations('notifyChoices');
  const confirm = useConfirm();
  const [zones, setZones] = useState(initial);

  const askToStop = ({ geofence_id, name, owner_name: owner }: ZoneOfOther) =>
    confirm({
      title: t('zonesOfOthers.stopTitle', { zone: name }),
      lost: t('zonesOfOthers.stopLost', { owner }),
      action: t('zonesOfOthers.stop'),
      onConfirm: async () => {
        await api('DELETE', `/api/geofences/${geofence_id}/recipients/${viewerId}`);
        setZones((shown) => shown.filter((zone) => zone.geofence_id !== geofence_id));
        notifications.show({ color: 'fence', message: t('zonesOfOthers.stopped', { zone: name }) });
      },
    });

  if (zones.length === 0) {
    return (
      <Text c="dimmed" size="sm">
        {t('zonesOfOthers.none')}
      </Text>
    );
  }
  return (
    <WayRows label={t('sections.zones')}>
      {zones.map((zone) => (
        <ZoneRow key={zone.geofence_id} zone={zone} onStop={() => askToStop(zone)} />
      ))}
    </WayRows>
  );
}

function ZoneRow({ zone, onStop }: { zone: ZoneOfOther; onStop: () => void }) {
  const t = useTranslations('notifyChoices.zonesOfOthers');
  const [isOpen, setOpen] = useState(false);
  const { geofence_id: id, name, color, owner_name: owner } = zone;
  return (
    <WayRow
      icon={<ColorDot color={color} size={20} />}
      name={name}
      state={t('of', { owner })}
      actions={
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={isOpen}
            aria-label={t('waysLabel', { zone: name })}
            rightSection={<IconChevronDown size={14} aria-hidden style={{ rotate: isOpen ? '180deg' : '0deg' }} />}
            onClick={() => setOpen((open) => !open)}
          >
            {t('ways')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="red" aria-label={t('stopLabel', { zone: name })} onClick={onStop}>
            {t('stop')}
          </Button>
        </Group>
      }
    >
      <Collapse expanded={isOpen}>{isOpen && <ZoneChoices zone={{ id, name }} />}</Collapse>
    </WayRow>
  );
}
