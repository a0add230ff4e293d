'use client';

import { ActionIcon, Alert, Anchor, Box, Button, Group, Title, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconAlertTriangle, IconArrowLeft, IconTrash } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { LatLng } from '@/components/map/shape';
import type { MapDevice, MapZone, TileSource } from '@/components/map/types';
import { FillWindow } from '@/components/shell/fill-window';
import type { LatLon } from '@/lib/domain/geo';
import type { DrawnShape } from '@/lib/domain/model';
import { BacktestPanel } from './backtest/backtest-panel';
import { PastVisits } from './backtest/past-visits';
import { useBacktest } from './backtest/use-backtest';
import { centerValues } from './circle-fields';
import { centerOfDraft, draftOf, type EditableZone, newDraft, type ZoneDraft } from './draft';
import { freeColor } from './palette';
import { ZoneTold } from './settings/zone-told';
import { useLeaveGuard } from './use-leave-guard';
import { useSaveZone } from './use-save-zone';
import { useZoneForm } from './use-zone-form';
import classes from './zone-editor.module.css';
import { type OwnerChoice, ZoneFields } from './zone-fields';
import { ZonePause } from './zone-pause';

const ZoneCanvas = dynamic(() => import('./zone-canvas'), { ssr: false });

const SHOW_DELAY_MS = 600;

export interface ZoneEditorProps {
  /** Null: a new one. */
  zone: EditableZone | null;
  otherZones: MapZone[];
  devices: MapDevice[];
  /** For admins: everybody; null: the zone is the person's own. */
  owners: OwnerChoice[] | null;
  viewerId: number;
  /** The viewer's limit is reached, so that a new zone can't be saved. */
  limitReached: number | null;
  tiles: TileSource;
}

/** Draws and describes one zone: the form beside the map, both always in step. */
export function ZoneEditor({ zone, otherZones, devices, owners, viewerId, limitReached, tiles }: ZoneEditorProps) {
  const t = useTranslations('editor');
  const [initial] = useState<ZoneDraft>(() =>
    zone
      ? draftOf(zone)
      : newDraft(viewerId, freeColor(otherZones.filter((other) => other.owner_id === viewerId).map(({ color }) => color))),
  );
  const form = useZoneForm(initial);
  const { setFieldValue, setValues } = form;
  const [placing, setPlacing] = useState(zone === null);
  const [focus, setFocus] = useState(0);
  const { save, remove, saving, saved, message, focusFirst } = useSaveZone(form, zone);
  const backtest = useBacktest(form.values, zone?.id ?? null);
  useLeaveGuard(form.isDirty() && !saved);

  const place = useCallback(
    (center: LatLon) => {
      setValues(centerValues(center));
      setPlacing(false);
    },
    [setValues],
  );
  /** Once typing pauses, so that the map doesn't follow every digit. */
  const showSoon = useDebouncedCallback(() => setFocus((count) => count + 1), SHOW_DELAY_MS);
  const typed = () => {
    if (shape_type === 'circle' && centerOfDraft(form.getValues()) === null) return;
    setPlacing(false);
    showSoon();
  };
  const placeAndShow = (center: LatLon) => {
    place(center);
    setFocus((count) => count + 1);
  };
  const widen = useCallback((meters: number) => setFieldValue('radius_meters', meters), [setFieldValue]);
  const { shape_type } = form.values;
  const draw = useCallback(
    (rings: LatLng[][] | null) => {
      if (shape_type === 'circle') return;
      setFieldValue('geometry', (shapes) => ({ ...shapes, [shape_type]: rings }));
    },
    [setFieldValue, shape_type],
  );
  const chooseShape = (shape: DrawnShape) => {
    form.clearFieldError('geometry');
    form.setFieldValue('shape_type', shape);
    setPlacing(shape === 'circle' && centerOfDraft(form.values) === null);
  };

  return (
    <FillWindow>
      <div className={classes.editor}>
        <div className={classes.map}>
          <ZoneCanvas
            draft={form.values}
            otherZones={otherZones}
            devices={devices}
            tiles={tiles}
            placing={placing}
            focus={focus}
            backtest={backtest}
            onPlace={placeAndShow}
            onCenter={place}
            onRadius={widen}
            onRings={draw}
          />
        </div>
        <form className={classes.form} noValidate onSubmit={form.onSubmit(save, focusFirst)} aria-label={t('form')}>
          <div className={classes.fields}>
            <Anchor component={Link} href="/admin/geofences" size="sm">
              <Group gap={6} component="span">
                <IconArrowLeft size={16} aria-hidden />
                {t('back')}
              </Group>
            </Anchor>
            <Title order={1} size="h3" mt={4} mb="md">
              {zone ? t('editTitle') : t('newTitle')}
            </Title>
            {limitReached !== null && !message && <LimitAlert limit={limitReached} />}
            {message && (
              // The button may be pressed with the form scrolled down.
              <Alert
                ref={scrollTo}
                color="red"
                icon={<IconAlertTriangle aria-hidden />}
                title={t('notSaved')}
                mb="md"
                role="alert"
              >
                {message}
              </Alert>
            )}
            <ZoneFields
              form={form}
              devices={devices}
              owners={owners}
              viewerId={viewerId}
              placing={placing}
              onPlace={() => setPlacing((on) => !on)}
              onCenter={placeAndShow}
              onTyped={typed}
              onShape={chooseShape}
              onRings={draw}
            />
            <Box mt="lg">
              <ZoneTold zone={zone} viewerId={viewerId} />
            </Box>
            {zone?.owner_id === viewerId && <ZonePause zone={zone} />}
            <BacktestPanel backtest={backtest} onRadius={widen} />
            {zone && <PastVisits zone={zone} changed={form.isDirty()} />}
            {zone && (
              <Anchor component={Link} href={`/admin/geofences/why?zone=${zone.id}`} size="sm" mt="md" display="inline-block">
                {t('why')}
              </Anchor>
            )}
          </div>
          <div className={classes.actions}>
            <Button type="submit" loading={saving}>
              {t('save')}
            </Button>
            <Button component={Link} href="/admin/geofences" variant="default">
              {t('cancel')}
            </Button>
            <Box className={classes.spring} />
            {zone && (
              <Tooltip label={t('delete')}>
                <ActionIcon color="red" size={36} onClick={remove} aria-label={t('delete')}>
                  <IconTrash size={20} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </div>
        </form>
      </div>
    </FillWindow>
  );
}

function scrollTo(alert: HTMLElement | null): void {
  alert?.scrollIntoView({ block: 'center' });
}

function LimitAlert({ limit }: { limit: number }) {
  const t = useTranslations('editor');
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('limit.title', { limit })}
      styles={{ title: { color: 'var(--mantine-color-text)' }, icon: { color: 'var(--mantine-color-text)' } }}
      mb="md"
    >
      {t('limit.text')}
    </Alert>
  );
}
