import { WEBHOOK_FIELDS } from '@/lib/domain/notify/webhook-fields';
import type { TargetView } from '@/lib/services/targets';
import type { WayTest } from '@/lib/storage/ports/way-tests';
import { iso } from './dto';

/** What may be shown of a target: the open entries of its form, or which browser it is. */
function shownSettings({ preset, settings }: TargetView): Record<string, string> {
  const names = preset === 'browser' ? ['browser', 'system'] : WEBHOOK_FIELDS[preset].map(({ name }) => name);
  return Object.fromEntries(names.flatMap((name) => (typeof settings[name] === 'string' ? [[name, settings[name]]] : [])));
}

export const targetDto = ({ user_id: _person, ...target }: TargetView) => ({
  ...target,
  settings: shownSettings({ user_id: _person, ...target }),
  paused_at: iso(target.paused_at),
  last_sent_at: iso(target.last_sent_at),
  old_secret_until: iso(target.old_secret_until),
  created_at: iso(target.created_at),
  updated_at: iso(target.updated_at),
});

export const wayTestDto = ({ attempts, ...test }: WayTest) => ({
  ...test,
  attempts: attempts.map(({ at, ...attempt }) => ({ at: iso(at), ...attempt })),
});
