import { z } from 'zod';
import { identifier, instant } from './params';
import { text } from './schemas';

const withHistory = z.boolean({ error: 'with_history must be true or false' });
const until = instant('until').nullable();

/** `device_id` must be given, be it null for all devices: a forgotten one must not share everything. */
export const newShare = z.object({
  viewer: text('viewer', 1, 254),
  device_id: identifier('device_id').nullable(),
  with_history: withHistory.default(false),
  until: until.default(null),
});

export const sharePatch = z.object({ with_history: withHistory, until }).partial();
