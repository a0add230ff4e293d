import type { MailContent } from './content';

/** The mail for readers without HTML. */
export function mailText(content: MailContent): string {
  const width = Math.max(...content.facts.map(({ label }) => label.length)) + 2;
  const facts = content.facts.map(({ label, value }) => `${`${label}:`.padEnd(width)}${value}`);
  const { link, text } = content.footer;
  const blocks = [
    content.headline,
    content.lead,
    ...(content.notice ? [content.notice] : []),
    facts.join('\n'),
    `${content.action.label}:\n${content.action.href}`,
    `-- \n${text}${link ? `\n${link.label}: ${link.href}` : ''}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}
