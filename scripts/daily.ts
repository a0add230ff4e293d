import { DailyJob } from '@/lib/adapters/jobs/daily-job';
import type { Config } from '@/lib/config';
import { systemClock } from '@/lib/services/clock';
import { Retention } from '@/lib/services/retention';
import { PictureSweep } from '@/lib/services/sweep-pictures';
import type { FilePictures } from '@/lib/storage/files/picture-files';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteEventStore } from '@/lib/storage/sqlite/event-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { SqliteMediaStore } from '@/lib/storage/sqlite/media-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';

/** What happens once a day: what is older than the configuration wants to keep goes, with pictures that nothing names any more. */
export function dailyJobOf(
  config: Config,
  durable: Connection,
  pictures: FilePictures,
  onError: (error: unknown) => void,
): DailyJob {
  const [events, locations] = [new SqliteEventStore(durable), new SqliteLocationStore(durable)];
  const days = { events: config.eventRetentionDays, locations: config.locationRetentionDays };
  const retention = new Retention(events, locations, systemClock, days);
  const sweep = new PictureSweep(pictures, new SqliteMediaStore(durable), systemClock);
  const work = async () => {
    await retention.run();
    await sweep.run();
  };
  return new DailyJob({ name: 'retention', work, settings: new SqliteSettingStore(durable), clock: systemClock, onError });
}
