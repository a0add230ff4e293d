import { bundleContent } from './bundle-content';
import type { MailContent } from './content';
import { contentOf } from './contents';
import { heldBecause } from './held';
import { withHint } from './opened-hint';
import type { Frame, ToldItem, ToldMessage } from './told';

/** The mail of a message: about its one matter, or about all that go together. */
export function messageContent(message: ToldMessage, frame: Frame): MailContent {
  const content = message.items.length > 1 ? bundleContent(message, frame) : onlyContent(message, frame);
  const href = withHint(content.action.href, message);
  // Own words may hold the link, too.
  return { ...content, lead: content.lead.replaceAll(content.action.href, href), action: { ...content.action, href } };
}

function onlyContent(message: ToldMessage, frame: Frame): MailContent {
  const [only] = message.items as [ToldItem];
  const content = contentOf(only, message, frame);
  const notices = [content.notice, heldBecause(message, frame.sentAt)].filter((notice) => notice !== null);
  return { ...content, notice: notices.length > 0 ? notices.join(' ') : null };
}
