import type { Frame, MailContent, MailPicture, TestMailProps, ToldMessage } from '@/emails';

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  language: string;
}

// Loaded with the first mail: the templates and their renderer cost half a second and 40 MB, which a start should not pay.
async function render(contentOf: (emails: typeof import('@/emails')) => MailContent): Promise<RenderedMail> {
  const [emails, { createElement }, reactEmail] = await Promise.all([import('@/emails'), import('react'), import('react-email')]);
  const content = contentOf(emails);
  const html = await reactEmail.render(createElement(emails.MailPage, { content }));
  return { subject: content.subject, html, text: emails.mailText(content), language: content.language };
}

/** @param picture of the place that it is about */
export const renderMessage = (message: ToldMessage, frame: Frame, picture: MailPicture | null) =>
  render(({ messageContent }) => ({ ...messageContent(message, frame), picture }));

export const renderTest = (props: TestMailProps) => render(({ testContent }) => testContent(props));
