'use client';

import { useState } from 'react';
import { DEVICE_TABS, type DeviceTab } from '@/components/common/device-path';
import { useQueryString } from '@/components/common/use-query-string';

/**
 * The tab that the address names, and the way to another.
 * @param first where the address names none; it stays what it was when the page was opened, whatever the phone does
 */
export function useDeviceTab(first: DeviceTab): [DeviceTab, (tab: DeviceTab) => void] {
  const [otherwise] = useState(first);
  const [query, go] = useQueryString();
  const named = new URLSearchParams(query).get('tab');
  const tab = DEVICE_TABS.find((known) => known === named) ?? otherwise;
  return [tab, (next) => next !== tab && go(`tab=${next}`)];
}
