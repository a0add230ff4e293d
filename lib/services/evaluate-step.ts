import type { LedgerChanges } from '@/lib/domain/geofence/ledger';
import type { Fix, PhoneTransition } from '@/lib/domain/model';
import type { DeviceChange, EngineInput, EngineOutput } from '@/lib/storage/ports';
import { evaluateDevice, type StepContext } from './evaluate-device';
import { planEntries } from './ledger';

/** One step over all devices: what came, timers that are due, long rewinds. @returns with the number of fixes that were folded */
export function evaluateStep(context: StepContext): EngineOutput & { folded: number } {
  const { input, now } = context;
  const ledger: LedgerChanges = { added: [], retracted: [], restored: [], amended: [] };
  const devices: DeviceChange[] = [];
  let folded = 0;
  for (const [id, news] of newsByDevice(input)) {
    const device = input.device(id);
    const result = device && evaluateDevice(context, device, news);
    if (!result) continue;
    devices.push(result.change);
    folded += result.folded;
    for (const event of result.ledger.added) ledger.added.push(event);
    ledger.retracted.push(...result.ledger.retracted);
    ledger.restored.push(...result.ledger.restored);
    ledger.amended.push(...result.ledger.amended);
  }
  const { added, restored, ...rest } = ledger;
  const timely = restored.map(({ id, event, geofence }) => ({
    id,
    is_timely: now - event.decided_at <= geofence.late_after_seconds * 1000,
    waits_ms: event.event_type === 'enter' ? geofence.notify_enter_after_seconds * 1000 : 0,
  }));
  return { devices, folded, ...rest, restored: timely, ...planEntries(added, input, now) };
}

function newsByDevice({ fixes, transitions, due, replaying }: EngineInput): Map<number, (Fix | PhoneTransition)[]> {
  const news = new Map<number, (Fix | PhoneTransition)[]>();
  const add = (item: Fix | PhoneTransition) => {
    const known = news.get(item.device_id);
    if (known) known.push(item);
    else news.set(item.device_id, [item]);
  };
  for (const fix of fixes) add(fix);
  for (const transition of transitions) add(transition);
  for (const id of due) if (!news.has(id)) news.set(id, []);
  for (const id of replaying) if (!news.has(id)) news.set(id, []);
  return news;
}
