import type { DeviceCommand } from '@/lib/domain/model';
import { kindOf } from '@/lib/domain/owntracks/commands';
import { iso } from './dto';

/** What was asked for, without what only the phone needs. */
function argumentsOf({ payload }: DeviceCommand): Record<string, unknown> {
  const { _type, action: _action, configuration, ...others } = payload ?? {};
  if (typeof configuration !== 'object' || configuration === null) return others;
  const { _type: _configuration, ...settings } = configuration as Record<string, unknown>;
  return { configuration: settings };
}

/** With its times as all others in the API. */
function answerOf({ answer }: DeviceCommand): Record<string, unknown> | null {
  if (answer === null) return null;
  const written = ([name, value]: [string, unknown]) => [name, name.endsWith('_at') ? iso(value as number) : value];
  return Object.fromEntries(Object.entries(answer).map(written));
}

/**
 * `is_answered`: something comes back by which it is known to be done; without it `sent` is all that can be known.
 * `needs_remote_configuration`: phones obey only where it is allowed in the app.
 */
export const commandDto = (command: DeviceCommand) => ({
  id: command.id,
  device_id: command.device_id,
  action: command.action,
  arguments: argumentsOf(command),
  state: command.state,
  channel: command.channel,
  is_answered: kindOf(command.action).isAnswered,
  needs_remote_configuration: kindOf(command.action).needsRemoteConfiguration,
  created_at: iso(command.created_at),
  sent_at: iso(command.sent_at),
  answered_at: iso(command.answered_at),
  expires_at: iso(command.expires_at),
  answer: answerOf(command),
});
export type CommandDto = ReturnType<typeof commandDto>;
