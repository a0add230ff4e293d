import { bundleSubject } from './bundle-content';
import type { MailContent } from './content';
import { contentOf } from './contents';
import { formatTimeBeside } from './format';
import { messages } from './messages';
import type { Frame, ToldMessage } from './told';

/** What a channel without room for a mail says: a push, a message to a phone, a chat. */
export interface ShortContent {
  /** One line. */
  title: string;
  /** A few lines. */
  body: string;
  /** Where it is shown in full. */
  url: string;
  /** The same for a second copy of the same message, so that it can take the first one's place. */
  tag: string;
  /** One for each matter, in the order of the message. */
  lines: string[];
}

/** A message in few words, in the language and the time zone of who gets it. */
export function shortContent(message: ToldMessage, frame: Frame): ShortContent {
  const { identity, items, recipient } = message;
  const contents = items.map((item) => contentOf(item, message, frame));
  const lines = contents.map(({ headline, at }) => `${formatTimeBeside(at, frame.sentAt, recipient)} ${headline}`);
  const [first] = contents as [MailContent];
  if (items.every(({ kind }) => kind === 'test')) {
    return { ...messages[recipient.language].test.short, url: first.action.href, tag: identity, lines };
  }
  if (contents.length === 1) {
    const body = [first.lead, first.notice].filter(Boolean).join('\n');
    return { title: first.subject, body, url: first.action.href, tag: identity, lines };
  }
  const url = `${frame.publicUrl}/notifications`;
  return { title: bundleSubject(message), body: lines.join('\n'), url, tag: identity, lines };
}
