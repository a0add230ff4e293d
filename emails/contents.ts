import { alertContent } from './alert-content';
import { eventContent, type MailContent, testContent } from './content';
import { deviceContent } from './device-content';
import { withOwnWords } from './own-words';
import type { Frame, ToldItem, ToldMessage } from './told';

/** One matter in our words. */
export function ourContentOf(item: ToldItem, { recipient }: Pick<ToldMessage, 'recipient'>, frame: Frame): MailContent {
  const shared = { ...frame, reader: recipient };
  if (item.kind === 'event') return eventContent({ ...item, ...shared, is_own_zone: item.geofence.owner_id === recipient.id });
  if (item.kind === 'alert') return alertContent({ ...item, ...shared });
  if (item.kind === 'device') return deviceContent({ ...item, ...shared });
  return testContent({ recipient: recipient.email, at: frame.sentAt, ...shared });
}

/** One matter of a message, in the words of who gets it. */
export const contentOf = (item: ToldItem, message: Pick<ToldMessage, 'recipient' | 'templates'>, frame: Frame): MailContent =>
  withOwnWords(ourContentOf(item, message, frame), item, message.templates, message.recipient);
