import {
  IconAlarm,
  IconDeviceMobile,
  IconHistory,
  IconHomeLink,
  IconHourglass,
  IconLayoutDashboard,
  IconMailCog,
  IconMailForward,
  IconMap2,
  IconPolygon,
  IconUser,
  IconUserShare,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import type { EntryName } from './navigation';

export const entryIcons: Record<EntryName, TablerIcon> = {
  map: IconMap2,
  dashboard: IconLayoutDashboard,
  zones: IconPolygon,
  events: IconHistory,
  visits: IconHourglass,
  expectations: IconAlarm,
  devices: IconDeviceMobile,
  sharing: IconUserShare,
  deliveries: IconMailForward,
  users: IconUsers,
  mail: IconMailCog,
  mqtt: IconHomeLink,
  account: IconUser,
};
