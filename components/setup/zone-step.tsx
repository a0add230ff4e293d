'use client';

import { Alert, Button, Group, NumberInput, Skeleton, Slider, Stack, Text, TextInput, Title } from '@mantine/core';
import { isInRange, isNotEmpty, useForm } from '@mantine/form';
import { IconCircleCheck } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { api } from '../common/api';
import { FormAlert } from '../common/form-alert';
import { LinkButton } from '../common/link-button';
import { useFormat } from '../common/use-format';
import { useSubmit } from '../common/use-submit';
import type { TileSource } from '../map/types';
import classes from './setup.module.css';
import { stepHref } from './steps';
import type { SetupFix } from './types';

const ZoneMap = dynamic(() => import('./zone-map'), { ssr: false, loading: () => <Skeleton h="100%" /> });

const COLOR = '#0ca678';
const MIN_RADIUS = 50;
const MAX_RADIUS = 50_000;
/** The slider's end; the field beside it goes on to MAX_RADIUS. */
const SLIDER_RADIUS = 1000;

interface Props {
  tiles: TileSource;
  /** Where the phone is; the circle begins around it. */
  fix: SetupFix | null;
  deviceName: string | null;
  deviceId: number | null;
  /** Names of the zones there are. */
  zones: string[];
}

interface Values {
  name: string;
  center_latitude: number | '';
  center_longitude: number | '';
  radius_meters: number;
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/** The third step: a circle with a name around where the phone is now, or around a point on the map. */
export function ZoneStep({ tiles, fix, deviceName, deviceId, zones }: Props) {
  const t = useTranslations('setup.zone');
  const validation = useTranslations('common.validation');
  const format = useFormat();
  const router = useRouter();
  const form = useForm<Values>({
    validateInputOnChange: true,
    initialValues: {
      name: zones.length === 0 ? t('defaultName') : '',
      center_latitude: fix ? round(fix.latitude) : '',
      center_longitude: fix ? round(fix.longitude) : '',
      radius_meters: 150,
    },
    validate: {
      name: isNotEmpty(validation('required')),
      center_latitude: isInRange({ min: -90, max: 90 }, t('latitudeInvalid')),
      center_longitude: isInRange({ min: -180, max: 180 }, t('longitudeInvalid')),
      radius_meters: isInRange({ min: MIN_RADIUS, max: MAX_RADIUS }, validation('number', { min: MIN_RADIUS, max: MAX_RADIUS })),
    },
  });
  const { center_latitude, center_longitude, radius_meters } = form.values;
  const center =
    typeof center_latitude === 'number' && typeof center_longitude === 'number'
      ? { latitude: center_latitude, longitude: center_longitude }
      : null;

  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    await api('POST', '/api/geofences', { ...values, shape_type: 'circle', color: COLOR });
    router.push(stepHref('mail', deviceId));
    router.refresh();
    return 'leaving';
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="lg">
        <div>
          <Title order={1} size="h2">
            {t(zones.length === 0 ? 'title' : 'titleMore')}
          </Title>
          <Text c="dimmed" mt={4}>
            {fix ? t('introFix', { name: deviceName ?? '' }) : t('introPoint')}
          </Text>
        </div>
        {zones.length > 0 ? (
          <Alert color="fence" icon={<IconCircleCheck />}>
            {t('existing', { count: zones.length, names: zones.slice(0, 3).join(', ') })}
          </Alert>
        ) : null}
        <FormAlert message={message} />
        <div className={classes.columns}>
          <Stack gap="md">
            <TextInput label={t('name')} description={t('nameHint')} maxLength={100} required {...form.getInputProps('name')} />
            <Group grow gap="md" align="flex-start">
              <NumberInput
                label={t('latitude')}
                decimalScale={6}
                hideControls
                allowedDecimalSeparators={['.', ',']}
                inputMode="text"
                {...form.getInputProps('center_latitude')}
              />
              <NumberInput
                label={t('longitude')}
                decimalScale={6}
                hideControls
                allowedDecimalSeparators={['.', ',']}
                inputMode="text"
                {...form.getInputProps('center_longitude')}
              />
            </Group>
            <div>
              <NumberInput
                label={t('radius')}
                description={t('radiusHint')}
                min={MIN_RADIUS}
                max={MAX_RADIUS}
                clampBehavior="none"
                step={10}
                suffix=" m"
                {...form.getInputProps('radius_meters')}
              />
              <Slider
                mt="sm"
                thumbLabel={t('radius')}
                min={MIN_RADIUS}
                max={SLIDER_RADIUS}
                step={10}
                label={format.distance}
                value={Math.min(SLIDER_RADIUS, Number(radius_meters) || MIN_RADIUS)}
                onChange={(meters) => form.setFieldValue('radius_meters', meters)}
              />
            </div>
          </Stack>
          <div className={classes.map}>
            <ZoneMap
              tiles={tiles}
              label={t('map')}
              center={center}
              radius={Number(radius_meters) || MIN_RADIUS}
              color={COLOR}
              onMove={(latitude, longitude) => {
                form.setFieldValue('center_latitude', round(latitude));
                form.setFieldValue('center_longitude', round(longitude));
              }}
            />
          </div>
        </div>
        <Group gap="sm">
          <Button type="submit" loading={busy}>
            {t('create')}
          </Button>
          <LinkButton href={stepHref('mail', deviceId)} variant="default">
            {t('skip')}
          </LinkButton>
        </Group>
      </Stack>
    </form>
  );
}
