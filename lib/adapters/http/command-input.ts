import { z } from 'zod';
import { MAX_RADIUS_METERS, MIN_RADIUS_METERS } from '@/lib/domain/geofence/zone-input';
import {
  COMMAND_ACTIONS,
  type Configuration,
  SETTINGS,
  TRACKING_MODES,
  type TrackingMode,
} from '@/lib/domain/owntracks/commands';
import type { CommandInput } from '@/lib/services/commands';
import { choice, instant, integer } from './params';
import { text } from './schemas';

const MODES = Object.keys(TRACKING_MODES) as TrackingMode[];
/** More than any phone watches. */
const MOST_REGIONS = 100;
const MOST_STEP_DAYS = 31;
const LAST_SECOND = 4_294_967_295;

const number = (name: string, min: number, max: number) => {
  const error = ({ input }: { input?: unknown }) =>
    input === undefined
      ? `${name} is missing; it must be ${min}–${max}`
      : `${name} is ${JSON.stringify(input)}; it must be ${min}–${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
};

const flag = (name: string) => z.boolean({ error: `${name} must be true or false` });

const settings = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, [min, max]]) => [name, integer(name, min, max).optional()]),
);

/** The settings that may be changed; `mode` is `monitoring` in words. */
const configuration = z.strictObject(
  {
    mode: choice('mode', MODES).optional(),
    monitoring: integer('monitoring', -1, 2).optional(),
    extendedData: flag('extendedData').optional(),
    ...settings,
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `${issue.keys.join(', ')} can't be set from here` : 'configuration must be an object',
  },
);

function setConfiguration({ mode, ...rest }: z.output<typeof configuration>, context: z.RefinementCtx) {
  const named = mode === undefined ? {} : { monitoring: TRACKING_MODES[mode] };
  const settings = Object.entries(rest).filter(([, value]) => value !== undefined);
  // The mode stands first; where both are given, its word counts.
  const given: Configuration = { ...named, ...Object.fromEntries(settings), ...named };
  if (Object.keys(given).length === 0) {
    const message = `configuration is empty; it must hold mode or one of ${Object.keys(SETTINGS).join(', ')}`;
    context.addIssue({ code: 'custom', path: ['configuration'], message });
  }
  return { action: 'setConfiguration' as const, configuration: given };
}

const waypoint = z.object({
  desc: text('desc', 1, 100),
  lat: number('lat', -90, 90),
  lon: number('lon', -180, 180),
  rad: number('rad', MIN_RADIUS_METERS, MAX_RADIUS_METERS),
  tst: integer('tst', 1, LAST_SECOND).optional(),
  rid: z
    .string()
    .regex(/^[0-9a-f]{6}$/i, { error: (issue) => `rid is ${JSON.stringify(issue.input)}; it must be six hexadecimal digits` })
    .optional(),
});

const list = (error: string) => z.array(waypoint, { error }).min(1, { error }).max(MOST_REGIONS, { error });
const waypoints = list(`waypoints must be a list of 1–${MOST_REGIONS} regions`);

const steps = z
  .object({ from: instant('from'), to: instant('to') })
  .refine(({ from, to }) => to > from, { path: ['to'], error: 'to must be after from' })
  .refine(({ from, to }) => to - from <= MOST_STEP_DAYS * 86_400_000, {
    path: ['from'],
    error: `from lies more than ${MOST_STEP_DAYS} days before to`,
  });

const action = z.looseObject({ action: choice('action', COMMAND_ACTIONS) });

/** Arguments stand beside `action`, or where OwnTracks has them, in `configuration`. */
function argumentsOf({ action: _action, configuration: nested, ...others }: Record<string, unknown>): unknown {
  return typeof nested === 'object' && nested !== null ? { ...nested, ...others } : { ...others };
}

/** What `POST /api/devices/:id/commands` takes; messages name field, value and range. */
export const commandInput = action.transform((body, context): CommandInput => {
  const { action } = body;
  const read = <S extends z.ZodType>(schema: S, input: unknown): z.output<S> | null => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues)
      context.addIssue({ code: 'custom', path: issue.path as string[], message: issue.message });
    return null;
  };
  switch (action) {
    case 'setConfiguration': {
      const settings = read(configuration, argumentsOf(body));
      return settings ? setConfiguration(settings, context) : z.NEVER;
    }
    case 'setWaypoints': {
      const regions = read(z.object({ waypoints }), { waypoints: listOf(body.waypoints) });
      return regions ? { action, ...regions } : z.NEVER;
    }
    case 'reportSteps': {
      const span = read(steps, { from: textual(body.from), to: textual(body.to) });
      return span ? { action, ...span } : z.NEVER;
    }
    default:
      return { action };
  }
});

/** OwnTracks wraps the list into a message of its own. */
const listOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'waypoints' in value ? value.waypoints : value;
const textual = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
