import { alertContent } from './alert-content';
import { eventContent, type MailContent, testContent } from './content';
import { deviceContent } from './device-content';
import type { Frame, ToldItem, ToldMessage } from './told';

/** What there is to say of one matter of a message. */
export function contentOf(item: ToldItem, { recipient }: Pick<ToldMessage, 'recipient'>, frame: Frame): MailContent {
  const shared = { ...frame, reader: recipient };
  if (item.kind === 'event') return eventContent({ ...item, ...shared });
  if (item.kind === 'alert') return alertContent({ ...item, ...shared });
  if (item.kind === 'device') return deviceContent({ ...item, ...shared });
  return testContent({ recipient: recipient.email, at: frame.sentAt, ...shared });
}
