import { foundation } from './0001-foundation';
import { eventFilters } from './0002-event-filters';
import { rightEngine } from './0003-right-engine';
import { phonesInFull } from './0004-phones-in-full';
import { notifications } from './0005-notifications';
import { channels } from './0006-channels';

/** Append only: a migration that has shipped is never edited. The number is the position in this list. */
export const migrations: readonly { name: string; sql: string }[] = [
  { name: '0001-foundation', sql: foundation },
  { name: '0002-event-filters', sql: eventFilters },
  { name: '0003-right-engine', sql: rightEngine },
  { name: '0004-phones-in-full', sql: phonesInFull },
  { name: '0005-notifications', sql: notifications },
  { name: '0006-channels', sql: channels },
];
