import type { WebhookPreset } from '@/lib/domain/model';
import type { WebhookFieldName } from '@/lib/domain/notify/webhook-fields';

export type { WebhookPreset };

/** A webhook as the API shows it. */
export interface Webhook {
  id: string;
  kind: 'webhook' | 'push';
  preset: WebhookPreset;
  name: string;
  settings: Partial<Record<WebhookFieldName, string>>;
  /** Names of the secret entries that are kept. */
  kept_secrets: string[];
  is_active: boolean;
  is_unreadable: boolean;
  failures: number;
  paused_at: string | null;
  pause_reason: string | null;
  last_sent_at: string | null;
  old_secret_until: string | null;
  created_at: string;
}

export interface OutboundPolicy {
  allow_private: boolean;
  allowed: readonly string[];
}

export const TARGETS_PATH = '/api/notifications/targets';
export const pathOf = ({ id }: Pick<Webhook, 'id'>) => `${TARGETS_PATH}/${id}`;
