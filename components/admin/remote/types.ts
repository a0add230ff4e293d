import type { CommandAction, CommandState } from '@/lib/domain/model';
import type { Platform } from '@/lib/domain/owntracks/platform';

/** A command as the API answers it; times are ISO 8601. */
export interface CommandDto {
  id: number;
  action: CommandAction;
  arguments: {
    configuration?: Record<string, number | boolean>;
    waypoints?: { waypoints?: unknown[] };
    /** Epoch seconds. */
    from?: number;
    to?: number;
  };
  state: CommandState;
  channel: 'mqtt' | 'http' | null;
  is_answered: boolean;
  needs_remote_configuration: boolean;
  created_at: string;
  sent_at: string | null;
  answered_at: string | null;
  expires_at: string;
  answer: { occurred_at?: string; regions?: number | null; steps?: number | null } | null;
}

/** The answer of `GET /api/devices/:id/commands`. */
export interface CommandsDto {
  commands: CommandDto[];
  platform: Platform | null;
}
