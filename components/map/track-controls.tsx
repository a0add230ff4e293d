'use client';

import { Button, Group, Loader, SegmentedControl, Slider, Stack, Text } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { IconRoute, IconTag } from '@tabler/icons-react';
import { useTimeZone, useTranslations } from 'next-intl';
import { useId, useMemo } from 'react';
import { Dates } from '@/components/common/dates';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import { dayAt } from '@/lib/domain/time/zoned-day';
import type { SpanChoice } from './span';
import { drawable, summarise, type TrackFix } from './track';
import type { TagRun } from './track-notes';
import type { LoadedTrack } from './use-track';

/** More would push the rest of the card out of sight. */
const MOST_TAGS = 12;

const CHOICES: SpanChoice[] = ['none', 'today', 'day', 'week', 'custom'];

export type Days = [string | null, string | null];

export interface TrackControlsProps {
  choice: SpanChoice;
  days: Days;
  track: LoadedTrack & { retry: () => void };
  marked: TrackFix | null;
  tags: readonly TagRun[];
  onChoice: (choice: SpanChoice) => void;
  onDays: (days: Days) => void;
  onMark: (fix: TrackFix | null) => void;
  onShowAll: () => void;
}

/** Chooses the time of a device's track, sums the track up, and points out one of its moments. */
export function TrackControls(props: TrackControlsProps) {
  const { choice, days, onChoice, onDays } = props;
  const t = useTranslations('map.track');
  const timeZone = useTimeZone() ?? 'UTC';
  const now = useNow();
  const title = useId();
  const complete = choice !== 'none' && (choice !== 'custom' || (days[0] && days[1]));
  return (
    <Stack gap="xs">
      <Text id={title} size="sm" fw={600}>
        {t('title')}
      </Text>
      <SegmentedControl
        aria-labelledby={title}
        fullWidth
        size="xs"
        value={choice}
        onChange={(value) => onChoice(value as SpanChoice)}
        data={CHOICES.map((value) => ({ value, label: t(value) }))}
      />
      {choice === 'custom' && (
        <Dates>
          <DatePickerInput
            type="range"
            size="sm"
            allowSingleDateInRange
            maxDate={dayAt(now, timeZone)}
            label={t('range')}
            placeholder={t('pickRange')}
            valueFormat="D MMM YYYY"
            value={days}
            onChange={onDays}
            popoverProps={{ withinPortal: true }}
          />
        </Dates>
      )}
      {complete && <TrackReport {...props} />}
    </Stack>
  );
}

function TrackReport({ track, marked, tags, onMark, onShowAll }: TrackControlsProps) {
  const t = useTranslations('map.track');
  const format = useFormat();
  const { fixes, state } = track;
  const summary = useMemo(() => summarise(fixes), [fixes]);
  if (state === 'failed') {
    return (
      <Group gap="xs" role="alert">
        <Text size="sm" c="var(--mantine-color-error)">
          {t('failed')}
        </Text>
        <Button size="compact-sm" variant="light" onClick={track.retry}>
          {t('retry')}
        </Button>
      </Group>
    );
  }
  if (state === 'loading') {
    return (
      <Group gap="xs" role="status">
        <Loader size="xs" />
        <Text size="sm">{t('loading', { points: format.number(fixes.length) })}</Text>
      </Group>
    );
  }
  if (fixes.length === 0) return <Text size="sm">{t('empty')}</Text>;
  return (
    <Stack gap={6}>
      <Text size="sm" role="status">
        {[
          t('points', { points: summary.points }),
          format.distance(summary.distance),
          format.duration(summary.duration),
          ...(summary.skipped > 0 ? [t('skipped', { points: summary.skipped })] : []),
        ].join(' · ')}
      </Text>
      {track.truncated && <Text size="sm">{t('truncated', { points: format.number(fixes.length) })}</Text>}
      <Tags tags={tags} onMark={onMark} />
      <MomentSlider fixes={fixes} marked={marked} onMark={onMark} />
      <Button variant="light" size="compact-sm" leftSection={<IconRoute size={16} aria-hidden />} onClick={onShowAll}>
        {t('show')}
      </Button>
    </Stack>
  );
}

/** The tags of the track; each leads to the moment it begins. */
function Tags({ tags, onMark }: Pick<TrackControlsProps, 'tags' | 'onMark'>) {
  const t = useTranslations('map.track');
  const format = useFormat();
  if (tags.length === 0) return null;
  return (
    <Group gap={6} role="group" aria-label={t('tags')}>
      {tags.slice(0, MOST_TAGS).map(({ tag, first, last }) => (
        <Button
          key={first.id}
          variant="default"
          size="compact-sm"
          leftSection={<IconTag size={14} aria-hidden />}
          title={t('tagSpan', { from: format.dateTime(first.at), to: format.dateTime(last.at) })}
          onClick={() => onMark(first)}
        >
          {tag}
        </Button>
      ))}
      {tags.length > MOST_TAGS && (
        <Text size="sm" c="dimmed">
          {t('moreTags', { count: tags.length - MOST_TAGS })}
        </Text>
      )}
    </Group>
  );
}

/** Moves along the fixes one by one; the arrow keys do, too. */
function MomentSlider({
  fixes,
  marked,
  onMark,
}: {
  fixes: TrackFix[];
  marked: TrackFix | null;
  onMark: (fix: TrackFix) => void;
}) {
  const t = useTranslations('map.track');
  const format = useFormat();
  const drawn = useMemo(() => drawable(fixes), [fixes]);
  if (drawn.length < 2) return null;
  const index = marked ? Math.max(0, drawn.indexOf(marked)) : drawn.length - 1;
  const describe = (fix: TrackFix | undefined) => {
    if (!fix) return '';
    const speed = fix.velocity === null ? null : format.speed(fix.velocity);
    return [format.dateTime(fix.at), speed, fix.poi, fix.tag].filter((part) => part !== null).join(', ');
  };
  return (
    <div>
      <Slider
        size="sm"
        label={null}
        min={0}
        max={drawn.length - 1}
        value={index}
        onChange={(value) => drawn[value] && onMark(drawn[value])}
        thumbLabel={t('slider')}
        thumbValueText={describe(drawn[index])}
      />
      <Text size="sm" c="dimmed" mt={4} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {describe(drawn[index])}
      </Text>
    </div>
  );
}
