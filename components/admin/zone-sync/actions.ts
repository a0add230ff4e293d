import type { SyncZoneDto } from './types';

type Label = 'push' | 'remove' | 'keep_zone' | 'keep_phone' | 'again' | 'leave' | 'removeAgain' | 'keepThere';

export interface ZoneAction {
  action: 'push' | 'remove' | 'keep_zone' | 'keep_phone';
  label: Label;
  /** The zone itself becomes another one. */
  changesZone?: boolean;
}

/** What can be done about a zone on a phone. A circle from the phone can't take the place of another shape. */
export function actionsFor({ state, drift, shape_type, is_active }: SyncZoneDto): ZoneAction[] {
  if (drift.includes('missing'))
    return [
      { action: 'keep_zone', label: 'again' },
      { action: 'keep_phone', label: 'leave' },
    ];
  if (drift.includes('still_there')) {
    const away: ZoneAction = { action: 'keep_zone', label: 'removeAgain' };
    return is_active ? [away, { action: 'keep_phone', label: 'keepThere' }] : [away];
  }
  if (state === 'drift') {
    const isOtherPlace = drift.includes('moved') || drift.includes('resized');
    const keepZone: ZoneAction = { action: 'keep_zone', label: 'keep_zone' };
    const isCircle = shape_type === 'circle';
    return isCircle || !isOtherPlace ? [keepZone, { action: 'keep_phone', label: 'keep_phone', changesZone: true }] : [keepZone];
  }
  if (state === 'waiting' || state === 'in_step') return [{ action: 'remove', label: 'remove' }];
  return is_active ? [{ action: 'push', label: 'push' }] : [];
}
