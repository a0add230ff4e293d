'use client';

import { Button, Group, Input, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { IconCircle, IconPolygon, IconRectangle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { LatLng } from '@/components/map/shape';
import type { MapDevice } from '@/components/map/types';
import type { DrawnShape } from '@/lib/domain/model';
import { CircleFields, type CircleFieldsProps } from './circle-fields';
import { ColorField } from './color-field';
import { CornersField } from './corners-field';
import type { SettingsDraft } from './settings/settings-draft';
import { ZoneSettings } from './settings/zone-settings';
import type { ZoneForm } from './use-zone-form';
import classes from './zone-editor.module.css';
import { ZoneSize } from './zone-size';

const SHAPES: { shape: DrawnShape; Icon: typeof IconCircle }[] = [
  { shape: 'circle', Icon: IconCircle },
  { shape: 'rectangle', Icon: IconRectangle },
  { shape: 'polygon', Icon: IconPolygon },
];

/** A person who may own zones; for admins. */
export interface OwnerChoice {
  id: number;
  name: string;
}

interface ZoneFieldsProps extends CircleFieldsProps {
  form: ZoneForm;
  devices: readonly MapDevice[];
  /** Null where the person may not choose. */
  owners: readonly OwnerChoice[] | null;
  viewerId: number;
  onShape: (shape: DrawnShape) => void;
  onRings: (rings: LatLng[][] | null) => void;
}

/** All that is decided of a zone. */
export function ZoneFields(props: ZoneFieldsProps) {
  const { form, onShape, onRings } = props;
  const t = useTranslations('editor');
  const shapeLabel = useId();
  const change = (settings: Partial<SettingsDraft>) => {
    for (const [field, value] of Object.entries(settings)) form.setFieldValue(field, value as never);
  };
  return (
    <Stack gap="lg">
      <TextInput
        label={t('name')}
        placeholder={t('namePlaceholder')}
        maxLength={100}
        required
        withAsterisk={false}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Stack gap="xs">
        <Input.Label component="div" id={shapeLabel}>
          {t('shape')}
        </Input.Label>
        <Group gap={0} wrap="nowrap" role="group" aria-labelledby={shapeLabel}>
          <Button.Group className={classes.shapes}>
            {SHAPES.map(({ shape, Icon }) => (
              <Button
                key={shape}
                flex={1}
                px="xs"
                variant={form.values.shape_type === shape ? 'filled' : 'default'}
                aria-pressed={form.values.shape_type === shape}
                leftSection={<Icon size={18} aria-hidden />}
                onClick={() => onShape(shape)}
              >
                {t(`shapes.${shape}`)}
              </Button>
            ))}
          </Button.Group>
        </Group>
        {form.values.shape_type === 'circle' ? (
          <CircleFields {...props} />
        ) : (
          <CornersField form={form} onRings={onRings} onTyped={props.onTyped} />
        )}
        <ZoneSize draft={form.values} />
      </Stack>
      <WhoseFields {...props} />
      <ColorField value={form.values.color} onChange={(color) => form.setFieldValue('color', color)} />
      <ZoneSettings value={form.values} errors={form.errors} color={form.values.color} onChange={change} />
      <Switch label={t('active')} description={t('activeHelp')} {...form.getInputProps('is_active', { type: 'checkbox' })} />
      <Textarea
        label={t('description')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        {...form.getInputProps('description')}
      />
    </Stack>
  );
}

/** Whose devices the zone is for. */
function WhoseFields({ form, devices, owners, viewerId }: ZoneFieldsProps) {
  const t = useTranslations('editor');
  const { owner_id, device_id } = form.values;
  const isOwn = owner_id === String(viewerId);
  const own = devices.filter((device) => String(device.user_id) === owner_id);
  const owner = owners?.find(({ id }) => String(id) === owner_id)?.name ?? '';
  const choices = [
    { value: 'all', label: isOwn ? t('allMyDevices') : t('allDevicesOf', { name: owner }) },
    ...own.map(({ id, name }) => ({ value: String(id), label: name })),
  ];
  return (
    <>
      {owners && (
        <Select
          label={t('owner')}
          allowDeselect={false}
          searchable={owners.length > 8}
          data={owners.map(({ id, name }) => ({ value: String(id), label: id === viewerId ? t('me', { name }) : name }))}
          value={owner_id}
          error={form.errors.owner_id}
          onChange={(chosen) => form.setValues({ owner_id: chosen ?? owner_id, device_id: '' })}
        />
      )}
      <Select
        label={t('device')}
        allowDeselect={false}
        data={choices}
        value={device_id === '' ? 'all' : device_id}
        error={form.errors.device_id}
        onChange={(chosen) => form.setFieldValue('device_id', !chosen || chosen === 'all' ? '' : chosen)}
      />
    </>
  );
}
