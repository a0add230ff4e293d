import type { MailContent } from './content';
import type { Hands } from './hands';

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
    ...(content.hands ? [handsText(content.hands)] : []),
    `-- \n${text}${link ? `\n${link.label}: ${link.href}` : ''}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function handsText({ pauses: zones, others }: Hands): string {
  const pauses = zones.flatMap(({ title, links }) => links.map(({ label, href }) => `${title} ${label}:\n${href}`));
  return [...pauses, ...others.map(({ label, href }) => `${label}:\n${href}`)].join('\n');
}
