'use client';

import { Tooltip } from '@mantine/core';
import type { Moment } from './format';
import { useFormat } from './use-format';
import { useNow } from './use-now';

/** "5 minutes ago", kept up to date; the exact time, in the person's zone, on hover. */
export function RelativeTime({ value }: { value: Moment }) {
  const format = useFormat();
  const now = useNow();
  return (
    <Tooltip label={format.exact(value)}>
      <time dateTime={new Date(value).toISOString()}>{format.relative(value, now)}</time>
    </Tooltip>
  );
}

/** The time of day, or the day with it where it wasn't today ("17:42", "Tue 17:42"); the exact time on hover. */
export function ClockTime({ value }: { value: Moment }) {
  const format = useFormat();
  const now = useNow();
  return (
    <Tooltip label={format.exact(value)}>
      <time dateTime={new Date(value).toISOString()}>{format.when(value, now)}</time>
    </Tooltip>
  );
}
