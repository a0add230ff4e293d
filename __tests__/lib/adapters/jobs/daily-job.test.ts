import { DailyJob, type DailyJobOptions } from '@/lib/adapters/jobs/daily-job';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { testDatabase } from '../../../support/database';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;

function setUp() {
  const settings = new SqliteSettingStore(testDatabase());
  const time = { now: NOW };
  const work = jest.fn(async () => {});
  const job = (options: Partial<DailyJobOptions> = {}) =>
    new DailyJob({ name: 'retention', work, settings, clock: () => time.now, ...options });
  return { settings, time, work, job };
}

async function until(isTrue: () => boolean): Promise<void> {
  for (const end = Date.now() + 4_000; !isTrue(); ) {
    if (Date.now() > end) throw new Error(`still not: ${isTrue}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('runs once a day', async () => {
  const { time, work, job } = setUp();
  const daily = job();
  expect(await daily.runIfDue()).toBe(true);
  time.now += 24 * HOUR - 1;
  expect(await daily.runIfDue()).toBe(false);
  time.now += 1;
  expect(await daily.runIfDue()).toBe(true);
  expect(work).toHaveBeenCalledTimes(2);
});

test('remembers over a restart, and catches up once after days of downtime', async () => {
  const { time, work, job } = setUp();
  await job().runIfDue();
  time.now += HOUR;
  expect(await job().runIfDue()).toBe(false);
  time.now += 72 * HOUR;
  expect(await job().runIfDue()).toBe(true);
  expect(await job().runIfDue()).toBe(false);
  expect(work).toHaveBeenCalledTimes(2);
});

test('a run that failed is tried again at the next look', async () => {
  const { settings, work, job } = setUp();
  work.mockRejectedValueOnce(new Error('disk full'));
  const errors: unknown[] = [];
  const daily = job({ firstCheckMs: 1, checkMs: 5, onError: (error) => errors.push(error) });
  daily.start();
  await until(() => work.mock.calls.length === 2);
  await daily.stop();
  expect(errors).toEqual([new Error('disk full')]);
  expect(await settings.get('job.retention.last_run')).toBe(NOW);
});

test('a clock that was years ahead does not hold it off', async () => {
  const { settings, job } = setUp();
  await settings.set('job.retention.last_run', NOW + 10 * 365 * 24 * HOUR);
  expect(await job().runIfDue()).toBe(true);
});

test('stopping waits for a run under way, and none follows', async () => {
  const { work, job } = setUp();
  let end = () => {};
  work.mockImplementationOnce(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  const daily = job({ firstCheckMs: 1, checkMs: 1 });
  daily.start();
  await until(() => work.mock.calls.length === 1);
  let isStopped = false;
  const stopping = daily.stop().then(() => {
    isStopped = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isStopped).toBe(false);
  end();
  await stopping;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(work).toHaveBeenCalledTimes(1);
});

test('stopping does not wait for ever', async () => {
  const { work, job } = setUp();
  work.mockImplementationOnce(() => new Promise<void>(() => {}));
  const daily = job({ firstCheckMs: 1, stopTimeoutMs: 20 });
  daily.start();
  await until(() => work.mock.calls.length === 1);
  await daily.stop();
});
