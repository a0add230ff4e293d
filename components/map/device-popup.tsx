'use client';

import { Stack, Text } from '@mantine/core';
import type { Condition } from './condition';
import { ConditionText } from './device-card';
import { DeviceDetails } from './device-details';
import { FixAge } from './fix-age';
import type { MapDevice } from './types';

interface DevicePopupProps {
  device: MapDevice;
  whereabouts: string;
  condition: Condition;
}

/** The whole of a device's last fix. */
export function DevicePopup({ device, whereabouts, condition }: DevicePopupProps) {
  return (
    <Stack gap={6}>
      <div>
        <Text fw={650}>{device.name}</Text>
        <Text size="sm">{whereabouts}</Text>
        <FixAge device={device} />
      </div>
      <ConditionText condition={condition} />
      {device.last_location && <DeviceDetails location={device.last_location} />}
    </Stack>
  );
}
