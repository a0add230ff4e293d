'use client';

import { Button, Group, Menu, NumberInput, SimpleGrid, Slider, Stack, TextInput } from '@mantine/core';
import { IconCurrentLocation, IconPointer } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ChangeEvent, ClipboardEvent } from 'react';
import { useFormat } from '@/components/common/use-format';
import type { MapDevice } from '@/components/map/types';
import type { LatLon } from '@/lib/domain/geo';
import { MAX_RADIUS_METERS, MIN_RADIUS_METERS } from '@/lib/domain/geofence/zone-input';
import { parsePlace, writeDegrees } from './coordinates';
import type { ZoneForm } from './use-zone-form';

/** Beyond it the number field is there. */
const SLIDER_MAX_METERS = 5000;
const SLIDER_STEP_METERS = 10;

export interface CircleFieldsProps {
  form: ZoneForm;
  devices: readonly MapDevice[];
  placing: boolean;
  onPlace: () => void;
  onCenter: (center: LatLon) => void;
  /** A number of the circle has been typed or slid: the map may have to follow. */
  onTyped: () => void;
}

/** Where the circle is and how wide: by numbers as well as by hand on the map. */
export function CircleFields({ form, devices, placing, onPlace, onCenter, onTyped }: CircleFieldsProps) {
  const t = useTranslations('editor');
  const format = useFormat();
  const radius = Number(form.values.radius_meters) || 0;
  const radiusProps = form.getInputProps('radius_meters');
  const located = devices.filter((device) => device.last_location);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={2} spacing="xs">
        <Button
          variant={placing ? 'filled' : 'light'}
          size="sm"
          px="xs"
          aria-pressed={placing}
          leftSection={<IconPointer size={18} aria-hidden />}
          onClick={onPlace}
        >
          {t('place')}
        </Button>
        {located.length > 0 && (
          <Menu position="bottom-start">
            <Menu.Target>
              <Button variant="default" size="sm" px="xs" leftSection={<IconCurrentLocation size={18} aria-hidden />}>
                {t('atDevice')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown mah={300} style={{ overflowY: 'auto' }}>
              {located.map(({ id, name, last_location }) => (
                <Menu.Item key={id} onClick={() => last_location && onCenter(last_location)}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </SimpleGrid>
      <SimpleGrid cols={2} spacing="xs">
        <DegreesField form={form} field="center_latitude" label={t('latitude')} onCenter={onCenter} onTyped={onTyped} />
        <DegreesField form={form} field="center_longitude" label={t('longitude')} onCenter={onCenter} onTyped={onTyped} />
      </SimpleGrid>
      <Group gap="md" align="flex-end" wrap="nowrap">
        <Slider
          flex={1}
          mb={10}
          min={MIN_RADIUS_METERS}
          max={SLIDER_MAX_METERS}
          step={SLIDER_STEP_METERS}
          value={Math.min(SLIDER_MAX_METERS, Math.max(MIN_RADIUS_METERS, radius))}
          label={(meters) => format.distance(meters)}
          thumbLabel={t('radiusSlider')}
          thumbValueText={(meters) => format.distance(meters)}
          onChange={(meters) => form.setFieldValue('radius_meters', meters)}
          onChangeEnd={onTyped}
        />
        <NumberInput
          w={140}
          label={t('radius')}
          suffix=" m"
          min={MIN_RADIUS_METERS}
          max={MAX_RADIUS_METERS}
          clampBehavior="none"
          step={50}
          allowNegative={false}
          thousandSeparator=" "
          {...radiusProps}
          onChange={(meters) => {
            radiusProps.onChange(meters);
            onTyped();
          }}
          error={Boolean(form.errors.radius_meters)}
        />
      </Group>
      {form.errors.radius_meters && <TextError id="radius-error">{form.errors.radius_meters as string}</TextError>}
    </Stack>
  );
}

function TextError({ id, children }: { id: string; children: string }) {
  return (
    <div id={id} role="alert" style={{ color: 'var(--mantine-color-error)', fontSize: 'var(--mantine-font-size-sm)' }}>
      {children}
    </div>
  );
}

interface DegreesFieldProps {
  form: ZoneForm;
  field: 'center_latitude' | 'center_longitude';
  label: string;
  onCenter: (center: LatLon) => void;
  onTyped: () => void;
}

/** One coordinate; a whole place pasted or typed into either field fills both. */
function DegreesField({ form, field, label, onCenter, onTyped }: DegreesFieldProps) {
  const take = (text: string): boolean => {
    const place = parsePlace(text);
    if (place) onCenter({ latitude: place[0], longitude: place[1] });
    return place !== null;
  };
  const pasted = (event: ClipboardEvent<HTMLInputElement>) => {
    if (take(event.clipboardData.getData('text'))) event.preventDefault();
  };
  const { onChange, ...props } = form.getInputProps(field);
  return (
    <TextInput
      label={label}
      inputMode="text"
      autoComplete="off"
      placeholder={field === 'center_latitude' ? '52.52' : '13.405'}
      onPaste={pasted}
      {...props}
      onChange={(event: ChangeEvent<HTMLInputElement>) => {
        onChange(event.currentTarget.value);
        onTyped();
      }}
      onBlur={(event) => {
        if (!take(event.currentTarget.value)) props.onBlur?.(event);
      }}
    />
  );
}

/** The place as the fields show it. */
export function centerValues({ latitude, longitude }: LatLon): { center_latitude: string; center_longitude: string } {
  return { center_latitude: writeDegrees(latitude), center_longitude: writeDegrees(longitude) };
}
