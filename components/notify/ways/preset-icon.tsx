import { IconBellRinging, IconBrandTelegram, IconMessage2, IconShare3, IconWebhook } from '@tabler/icons-react';
import type { WebhookPreset } from './types';

const ICONS = {
  signed: IconWebhook,
  ntfy: IconBellRinging,
  gotify: IconMessage2,
  telegram: IconBrandTelegram,
  apprise: IconShare3,
} as const;

export function PresetIcon({ preset }: { preset: WebhookPreset }) {
  const Icon = ICONS[preset];
  return <Icon size={20} aria-hidden />;
}
