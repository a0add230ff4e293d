import { choice } from './params';
import { limit } from './schemas';

/** How a list of alerts is asked for, whatever they are about: those that are open, those that are over, or all. */
export const alertPage = {
  open: choice('open', ['true', 'false'])
    .transform((open) => open === 'true')
    .optional(),
  limit: limit(100, 1_000),
};
