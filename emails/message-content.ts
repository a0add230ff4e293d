import { bundleContent } from './bundle-content';
import type { MailContent } from './content';
import { contentOf } from './contents';
import { heldBecause } from './held';
import type { Frame, ToldItem, ToldMessage } from './told';

/** The mail of a message: about its one matter, or about all that go together. */
export function messageContent(message: ToldMessage, frame: Frame): MailContent {
  if (message.items.length > 1) return bundleContent(message, frame);
  const [only] = message.items as [ToldItem];
  const content = contentOf(only, message, frame);
  const notices = [content.notice, heldBecause(message, frame.sentAt)].filter((notice) => notice !== null);
  return { ...content, notice: notices.length > 0 ? notices.join(' ') : null };
}
