import { useLocale, useTimeZone } from 'next-intl';
import { type Formatters, formatters } from './format';

/** Numbers, units and times in the person's language and time zone; for server and client components. */
export function useFormat(): Formatters {
  return formatters(useLocale(), useTimeZone() ?? 'UTC');
}
