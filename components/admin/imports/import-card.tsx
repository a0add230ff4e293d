'use client';

import { Anchor, Badge, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClock,
  IconMapPin,
  IconPlayerStop,
  IconProgress,
  type TablerIcon,
} from '@tabler/icons-react';
import Link from 'next/link';
import { useTimeZone, useTranslations } from 'next-intl';
import { devicePath } from '@/components/common/device-path';
import { RelativeTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import { addDays, dayAt } from '@/lib/domain/time/zoned-day';
import { fileSize } from './file-size';
import { ImportDetails } from './import-details';
import { type ImportDto, type ImportedDevice, type ImportState, isOpen } from './types';
import { useReason } from './use-reason';

const STATES: Record<ImportState, { color: string; icon: TablerIcon }> = {
  uploading: { color: 'blue', icon: IconProgress },
  queued: { color: 'gray', icon: IconClock },
  running: { color: 'blue', icon: IconProgress },
  done: { color: 'teal', icon: IconCircleCheck },
  failed: { color: 'red', icon: IconAlertTriangle },
  cancelled: { color: 'gray', icon: IconPlayerStop },
};

interface Props {
  job: ImportDto;
  onCancel: () => void;
  onRemove: () => void;
}

/** One import: how far it is, or what it came to. */
export function ImportCard({ job, onCancel, onRemove }: Props) {
  const t = useTranslations('imports');
  const { color, icon: Icon } = STATES[job.state];
  const open = isOpen(job);
  return (
    <Paper withBorder p="md" component="article" aria-label={job.file_name}>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
          <div style={{ minWidth: 0 }}>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {job.file_name}
            </Text>
            <Text size="sm" c="dimmed">
              <RelativeTime value={job.created_at} />
            </Text>
          </div>
          <Badge color={color} variant="light" leftSection={<Icon size={12} aria-hidden />} style={{ flexShrink: 0 }}>
            {t(`states.${job.state}`)}
          </Badge>
        </Group>
        {open && <Running job={job} />}
        {job.error && <Failure job={job} />}
        {job.report && (job.report.files_read > 0 || job.report.read > 0) && <Outcome job={job} />}
        <Group gap="xs">
          {open ? (
            <Button variant="default" size="compact-sm" onClick={onCancel} disabled={job.state === 'uploading'}>
              {t('cancel.button')}
            </Button>
          ) : (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={onRemove}>
              {t('remove')}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

function Failure({ job: { error, report } }: { job: ImportDto }) {
  const t = useTranslations('imports.report');
  const told = useReason();
  const [first] = report?.files_read === 0 ? report.skipped : [];
  return (
    <Text size="sm" c="var(--mantine-color-error)" style={{ overflowWrap: 'anywhere' }}>
      {first ? t('nothing', { reason: told(first.reason) }) : error}
    </Text>
  );
}

function Running({ job: { bytes_done, bytes_total, state, file_name } }: { job: ImportDto }) {
  const t = useTranslations('imports.running');
  const format = useFormat();
  if (state !== 'running') return null;
  const percent = bytes_total === 0 ? 0 : Math.min(100, Math.floor((100 * bytes_done) / bytes_total));
  return (
    <div role="status">
      <Progress value={percent} aria-label={t('label', { name: file_name })} />
      <Text size="sm" c="dimmed" mt={4}>
        {t('of', { percent: format.percent(percent), done: fileSize(bytes_done, format), total: fileSize(bytes_total, format) })}
      </Text>
    </div>
  );
}

function Outcome({ job: { report } }: { job: ImportDto }) {
  const t = useTranslations('imports.report');
  const format = useFormat();
  if (!report) return null;
  const { read, added, known, refused, waypoints, cards, first_at, last_at, devices } = report;
  const count = (value: number) => format.number(value);
  return (
    <Stack gap={6}>
      <Text size="sm">
        {[
          t('read', { count: read, number: count(read) }),
          t('added', { count: added, number: count(added) }),
          ...(known > 0 ? [t('known', { count: known, number: count(known) })] : []),
          ...(refused > 0 ? [t('refused', { count: refused, number: count(refused) })] : []),
          ...(waypoints > 0 ? [t('waypoints', { count: waypoints })] : []),
          ...(cards > 0 ? [t('cards', { count: cards })] : []),
        ].join(' · ')}
      </Text>
      {first_at && last_at && (
        <Text size="sm" c="dimmed">
          {t('span', { from: format.dateTime(first_at), to: format.dateTime(last_at) })}
        </Text>
      )}
      {devices.map((device) => (
        <DeviceLine key={device.device_id} device={device} isAlone={devices.length === 1} />
      ))}
      {waypoints > 0 && devices[0] && (
        <Anchor component={Link} href={devicePath(devices[0].device_id, 'zones')} size="sm">
          {t('zones')}
        </Anchor>
      )}
      <ImportDetails report={report} />
    </Stack>
  );
}

/** A track of years is no picture: the link shows the last week of what came. */
const SHOWN_DAYS = 7;

function lastDays({ first_at, last_at }: ImportedDevice, timeZone: string): string {
  if (!first_at || !last_at) return '';
  const [first, last] = [first_at, last_at].map((time) => dayAt(Date.parse(time), timeZone)) as [string, string];
  const [, later] = [first, addDays(last, 1 - SHOWN_DAYS)].sort();
  return `&days=${later},${last}`;
}

function DeviceLine({ device, isAlone }: { device: ImportedDevice; isAlone: boolean }) {
  const t = useTranslations('imports.report');
  const format = useFormat();
  const days = lastDays(device, useTimeZone() ?? 'UTC');
  return (
    <Group gap={8}>
      <Anchor component={Link} href={`/map?device=${device.device_id}${days}`} size="sm">
        <Group gap={4} component="span">
          <IconMapPin size={14} aria-hidden />
          {t('onMap', { name: device.name })}
        </Group>
      </Anchor>
      {device.is_new && (
        <Anchor component={Link} href={devicePath(device.device_id, 'connection')} size="sm">
          {t('isNew')}
        </Anchor>
      )}
      {!isAlone && (
        <Text size="sm" c="dimmed">
          {t('added', { count: device.added, number: format.number(device.added) })}
        </Text>
      )}
    </Group>
  );
}
