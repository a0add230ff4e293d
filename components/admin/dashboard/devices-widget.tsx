'use client';

import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/common/relative-time';
import { useNow } from '@/components/common/use-now';
import { Battery } from '../devices/battery';
import { lastSignOfLife, problemsOf } from '../devices/condition';
import { DeviceAvatar } from '../devices/device-avatar';
import { ProblemList } from '../devices/problem-list';
import { pathToProblem } from '../devices/problem-path';
import { useDevices } from '../devices/use-devices';
import { Section } from '../section';
import type { DeviceDto } from '../types';
import classes from './dashboard.module.css';

const SHOWN = 8;

/** The devices at a glance, those that need a hand first. */
export function DevicesWidget({ initial }: { initial: DeviceDto[] }) {
  const t = useTranslations('dashboard.devices');
  const now = useNow();
  const devices = useDevices(initial).devices.filter(({ shared }) => !shared);
  const problems = new Map(devices.map((device) => [device.id, problemsOf(device, now).length]));
  const sorted = [...devices].sort((a, b) => (problems.get(b.id) ?? 0) - (problems.get(a.id) ?? 0) || seenAt(b) - seenAt(a));
  return (
    <Section
      title={t('title')}
      action={
        <Anchor component={Link} href="/admin/devices" size="sm">
          {devices.length > SHOWN ? t('all', { count: devices.length }) : t('manage')}
        </Anchor>
      }
    >
      {devices.length === 0 ? (
        <NoDevices />
      ) : (
        <ul className={classes.list}>
          {sorted.slice(0, SHOWN).map((device) => (
            <DeviceItem key={device.id} device={device} hasProblem={(problems.get(device.id) ?? 0) > 0} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function DeviceItem({ device, hasProblem }: { device: DeviceDto; hasProblem: boolean }) {
  const t = useTranslations('dashboard.devices');
  const seen = lastSignOfLife(device);
  return (
    <li className={classes.item}>
      <DeviceAvatar device={device} />
      <div className={classes.grow}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Anchor
            component={Link}
            prefetch={false}
            href={pathToProblem(device, useNow())}
            c="inherit"
            fw={600}
            size="sm"
            truncate
          >
            {device.name}
          </Anchor>
          <Battery location={device.last_location} />
        </Group>
        {hasProblem && <ProblemList device={device} />}
        {seen && (
          <Text size="xs" c="dimmed">
            {t.rich('seen', { time: () => <RelativeTime value={seen} /> })}
          </Text>
        )}
      </div>
    </li>
  );
}

function NoDevices() {
  const t = useTranslations('dashboard.devices');
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" c="dimmed" flex="1 1 16rem">
        {t('none')}
      </Text>
      <Button component={Link} href="/setup?step=device" size="sm" leftSection={<IconPlus size={16} />}>
        {t('add')}
      </Button>
    </Group>
  );
}

function seenAt(device: DeviceDto): number {
  return Date.parse(lastSignOfLife(device) ?? '1970-01-01');
}
