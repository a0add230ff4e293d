/** The parts of a device's page, as they stand in its address. */
export const DEVICE_TABS = ['overview', 'connection', 'zones', 'remote', 'data'] as const;
export type DeviceTab = (typeof DEVICE_TABS)[number];

/** Where a device's page is; without a tab the page chooses what fits the device. */
export function devicePath(id: number, tab: DeviceTab | null = null): string {
  return tab === null ? `/admin/devices/${id}` : `/admin/devices/${id}?tab=${tab}`;
}
