import { CIRCLE } from '@/__tests__/support/data';
import type { User } from '@/lib/domain/model';
import { BacktestService, MAX_FIXES } from '@/lib/services/backtest';

const NOW = Date.UTC(2026, 4, 1);
const actor = { id: 1, role: 'user' } as User;

/** A back-test over devices with so many fixes, one each millisecond until now. */
async function fixesLookedAt(counts: number[]) {
  const store = {
    devicesOf: async () => counts.map((_, i) => ({ id: i + 1, owner_id: 1, name: `device ${i}` })),
    fixesWithin: async (id: number, _from: number, _until: number, limit: number) =>
      Math.min(counts[id - 1] as number, limit + 1),
    reachOf: async (_id: number, _from: number, until: number, limit: number) => until - limit + 1,
    fixesBefore: async () => [],
    fixesAfter: async () => [],
  };
  const service = new BacktestService({
    store,
    feedback: { falseAlarms: async () => [] },
    users: { find: async () => null },
    audit: { noteRead: async () => undefined },
    clock: () => NOW,
  });
  const { from, devices } = await service.run(actor, CIRCLE);
  return devices.map((device, i) => (device.from === from ? counts[i] : NOW - device.from + 1));
}

test('devices with few fixes take nothing from those with many', async () => {
  const few = Array.from({ length: 80 }, () => 5);
  expect(await fixesLookedAt([100_000, ...few, 90_000])).toEqual([100_000, ...few, 90_000]);
});

test('what there is too much of is cut evenly, whatever the order of the devices', async () => {
  expect(await fixesLookedAt([MAX_FIXES * 2, 20_000, MAX_FIXES])).toEqual([90_000, 20_000, 90_000]);
});
