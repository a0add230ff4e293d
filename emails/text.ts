import type { Line, LineGroup, MailContent } from './content';
import type { Hands } from './hands';
import { messages } from './messages';
import { plainLine } from './plain-line';

/** The mail for readers without HTML. */
export function mailText(content: MailContent): string {
  const width = Math.max(...content.facts.map(({ label }) => label.length)) + 2;
  const facts = content.facts.map(({ label, value }) => `${`${label}:`.padEnd(width)}${value}`);
  const { link, text } = content.footer;
  const blocks = [
    content.headline,
    content.lead,
    ...(content.notice ? [content.notice] : []),
    ...(facts.length > 0 ? [facts.join('\n')] : []),
    ...content.groups.map(groupText),
    ...(content.earlier.length > 0 ? [`${messages[content.language].bundle.earlier}:`] : []),
    ...content.earlier.map(groupText),
    `${content.action.label}:\n${content.action.href}`,
    ...(content.hands ? [handsText(content.hands)] : []),
    `-- \n${text}${link ? `\n${link.label}: ${link.href}` : ''}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

const groupText = ({ title, lines }: LineGroup) => [title, ...lines.flatMap(lineTexts)].join('\n');

const lineTexts = (line: Line) => [
  `  ${plainLine(line)}`,
  ...(line.false_alarm ? [`    ${line.false_alarm.label} ${line.false_alarm.href}`] : []),
];

function handsText({ pauses: zones, others }: Hands): string {
  const pauses = zones.flatMap(({ title, links }) => links.map(({ label, href }) => `${title} ${label}:\n${href}`));
  return [...pauses, ...others.map(({ label, href }) => `${label}:\n${href}`)].join('\n');
}
