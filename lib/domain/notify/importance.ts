import type { DeviceAlertKind } from './records';

/** As much of a matter as says how much it matters. */
type Matter =
  | { kind: 'event'; geofence: { is_important: boolean } }
  | { kind: 'alert' }
  | { kind: 'device'; device_alert: { kind: DeviceAlertKind } }
  | { kind: 'test' };

/** Something that may not wait: of an important zone, of an expectation, or of a phone that has gone silent. */
export function isImportant(items: readonly Matter[]): boolean {
  return items.some((item) => {
    if (item.kind === 'event') return item.geofence.is_important;
    return item.kind === 'alert' || (item.kind === 'device' && item.device_alert.kind === 'silent');
  });
}
