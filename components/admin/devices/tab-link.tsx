'use client';

import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { type DeviceTab, devicePath } from '@/components/common/device-path';
import { isPlainClick } from '@/components/common/plain-click';

interface Props {
  deviceId: number;
  tab: DeviceTab;
  onOpen: (tab: DeviceTab) => void;
  children: ReactNode;
}

/** Leads to another tab of the same page. */
export function TabLink({ deviceId, tab, onOpen, children }: Props) {
  return (
    <Anchor
      href={devicePath(deviceId, tab)}
      size="sm"
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        onOpen(tab);
      }}
    >
      {children}
    </Anchor>
  );
}
