'use client';

import { Button, Collapse, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconEraser } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { type LatLng, sameRings } from '@/components/map/shape';
import { parseCorners, rectangleOf, writeCorners } from './coordinates';
import { ringsOfDraft } from './draft';
import type { ZoneForm } from './use-zone-form';

interface CornersFieldProps {
  form: ZoneForm;
  onRings: (rings: LatLng[][] | null) => void;
  /** Corners have been typed: the map may have to follow. */
  onTyped: () => void;
}

/** What is drawn, in words; its corners as text for those who have them as numbers or draw without a pointer. */
export function CornersField({ form, onRings, onTyped }: CornersFieldProps) {
  const t = useTranslations('editor');
  const [open, setOpen] = useState(false);
  const rings = ringsOfDraft(form.values);
  const isRectangle = form.values.shape_type === 'rectangle';
  const holes = rings ? rings.length - 1 : 0;
  const error = form.errors.geometry;
  const typed = (corners: LatLng[][]) => {
    onRings(corners);
    onTyped();
  };
  return (
    <Stack gap="xs">
      <Text size="sm" data-path="geometry" tabIndex={-1}>
        {rings
          ? t(isRectangle ? 'corners.rectangle' : 'corners.drawn', { corners: rings[0]?.length ?? 0, holes })
          : t('corners.undrawn')}
      </Text>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      <Group gap="xs">
        {rings && (
          <Button variant="default" size="sm" leftSection={<IconEraser size={18} aria-hidden />} onClick={() => onRings(null)}>
            {t('redraw')}
          </Button>
        )}
        <Button
          variant="subtle"
          size="sm"
          aria-expanded={open}
          rightSection={open ? <IconChevronUp size={18} aria-hidden /> : <IconChevronDown size={18} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {t('corners.toggle')}
        </Button>
      </Group>
      <Collapse expanded={open}>
        <CornersText rings={rings} isRectangle={isRectangle} onRings={typed} />
      </Collapse>
    </Stack>
  );
}

interface CornersTextProps {
  rings: LatLng[][] | null;
  isRectangle: boolean;
  onRings: (rings: LatLng[][]) => void;
}

function CornersText({ rings, isRectangle, onRings }: CornersTextProps) {
  const t = useTranslations('editor');
  const [text, setText] = useState(() => writeCorners(rings?.[0] ?? []));
  const own = useRef(rings);
  const answer = parseCorners(text);

  // What comes from the map replaces the text; what comes from the text stays as it was typed.
  useEffect(() => {
    if (sameRings(rings, own.current)) return;
    own.current = rings;
    setText(writeCorners(rings?.[0] ?? []));
  }, [rings]);

  const type = (typed: string) => {
    setText(typed);
    const parsed = parseCorners(typed);
    if (!('corners' in parsed)) return;
    const corners = isRectangle ? rectangleOf(parsed.corners) : parsed.corners;
    if (corners.length < 3) return;
    const changed = [corners, ...(rings?.slice(1) ?? [])];
    own.current = changed;
    onRings(changed);
  };
  return (
    <Textarea
      label={t('corners.label')}
      description={isRectangle ? t('corners.rectangleHelp') : t('corners.help')}
      autosize
      minRows={4}
      maxRows={12}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      error={'line' in answer ? t('corners.badLine', { line: answer.line }) : null}
    />
  );
}
