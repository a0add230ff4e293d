'use client';

import { Stack, Tabs } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { DEVICE_TABS, type DeviceTab, devicePath } from '@/components/common/device-path';
import { isPlainClick } from '@/components/common/plain-click';
import classes from './device-tabs.module.css';

interface Props {
  deviceId: number;
  tab: DeviceTab;
  onOpen: (tab: DeviceTab) => void;
  panels: Record<DeviceTab, ReactNode>;
}

/** The parts of a device's page. Each is a link of its own, so that it can be kept, sent, and opened beside this one. */
export function DeviceTabs({ deviceId, tab, onOpen, panels }: Props) {
  const t = useTranslations('devices.tabs');
  const list = useRef<HTMLDivElement>(null);
  // On a narrow screen the list scrolls; the one that is open must not be out of sight.
  useEffect(() => {
    const bar = list.current;
    const open = bar?.querySelector<HTMLElement>(`[data-tab="${tab}"]`);
    if (bar && open) bar.scrollTo({ left: open.offsetLeft - (bar.clientWidth - open.offsetWidth) / 2 });
  }, [tab]);
  return (
    <Tabs id={`device-${deviceId}`} value={tab} onChange={(next) => onOpen(next as DeviceTab)}>
      <Tabs.List ref={list} aria-label={t('label')} className={classes.list} mb="lg">
        {DEVICE_TABS.map((name) => (
          <Tabs.Tab key={name} value={name} data-tab={name} className={classes.tab} {...linkTo(devicePath(deviceId, name))}>
            {t(name)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {DEVICE_TABS.map((name) => (
        <Tabs.Panel key={name} value={name}>
          <Stack gap="lg">{panels[name]}</Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

const linkTo = (href: string) => ({
  component: 'a',
  href,
  onClickCapture: (event: MouseEvent) => (isPlainClick(event) ? event.preventDefault() : event.stopPropagation()),
});
