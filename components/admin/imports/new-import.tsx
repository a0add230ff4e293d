'use client';

import { Checkbox, CloseButton, Group, Progress, Select, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormat } from '@/components/common/use-format';
import { DropArea } from './drop-area';
import { fileSize } from './file-size';
import type { DeviceChoice } from './types';
import { type Upload, useUploads } from './use-uploads';

/** Stands for the names in a Recorder's store. */
const BY_NAME = 'names';

interface Props {
  devices: readonly DeviceChoice[];
  /** The device that a link named. */
  chosen: number | null;
  maxBytes: number;
  onSent: () => void;
}

/** Says where a history belongs and takes its files. */
export function NewImport({ devices, chosen, maxBytes, onSent }: Props) {
  const t = useTranslations('imports');
  const format = useFormat();
  const known = devices.some(({ id }) => id === chosen) ? String(chosen) : null;
  const [target, setTarget] = useState<string>(known ?? (devices[0] ? String(devices[0].id) : BY_NAME));
  const [create, setCreate] = useState(true);
  const { uploads, start, leave } = useUploads(onSent);
  const isByName = target === BY_NAME;
  const data = [
    ...devices.map(({ id, name, owner }) => ({ value: String(id), label: owner ? `${name} (${owner})` : name })),
    { value: BY_NAME, label: t('target.byName') },
  ];
  return (
    <Stack gap="md">
      <Select
        label={t('target.label')}
        description={isByName ? t('target.byNameHint') : t('target.hint')}
        data={data}
        value={target}
        onChange={(value) => value && setTarget(value)}
        allowDeselect={false}
        searchable={data.length > 8}
        maw={480}
      />
      {isByName && (
        <Checkbox label={t('target.create')} checked={create} onChange={(event) => setCreate(event.currentTarget.checked)} />
      )}
      <DropArea
        limit={fileSize(maxBytes, format)}
        disabled={false}
        onFiles={(files) => start(files, { device_id: isByName ? null : Number(target), create_devices: isByName && create })}
      />
      {uploads.map((upload) => (
        <UploadLine key={upload.id} upload={upload} onLeave={() => leave(upload.id)} />
      ))}
    </Stack>
  );
}

function UploadLine({ upload: { name, size, sent, error }, onLeave }: { upload: Upload; onLeave: () => void }) {
  const t = useTranslations('imports.upload');
  const format = useFormat();
  const percent = size === 0 ? 100 : (100 * sent) / size;
  return (
    <Stack gap={4} role={error ? 'alert' : 'status'}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <CloseButton aria-label={t('stop', { name })} onClick={onLeave} />
      </Group>
      {error ? (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      ) : (
        <>
          <Progress value={percent} aria-label={t('progress', { name })} />
          <Text size="sm" c="dimmed">
            {t('sent', { sent: fileSize(sent, format), size: fileSize(size, format) })}
          </Text>
        </>
      )}
    </Stack>
  );
}
