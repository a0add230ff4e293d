import type { NotificationTemplate, ToldKind } from './records';
import { LONGEST, PLACEHOLDERS, problemsOf, type TemplateProblem } from './template';

export type TemplateText = Pick<NotificationTemplate, 'subject' | 'body'>;

/** What is wrong with a person's words, by field. */
export function templateProblems(kind: ToldKind, { subject, body }: TemplateText): Partial<Record<keyof TemplateText, string>> {
  const inSubject =
    problemOf('subject', kind, subject) ?? (subject.trim() === '' ? `subject is empty; ${lengthOf('subject')}` : null);
  const inBody = problemOf('body', kind, body);
  return { ...(inSubject === null ? {} : { subject: inSubject }), ...(inBody === null ? {} : { body: inBody }) };
}

const lengthOf = (field: keyof TemplateText) =>
  `it must have ${field === 'subject' ? 1 : 0}–${LONGEST[field].toLocaleString('en')} characters`;

function problemOf(field: keyof TemplateText, kind: ToldKind, text: string): string | null {
  if (text.length > LONGEST[field]) return `${field} has ${text.length.toLocaleString('en')} characters; ${lengthOf(field)}`;
  const [first] = problemsOf(text, kind);
  return first ? `${field} has ${wordsOf(first, kind)}` : null;
}

function wordsOf({ code, name, at }: TemplateProblem, kind: ToldKind): string {
  const where = `at character ${at + 1}`;
  if (code === 'unclosed') return `{${name} ${where} without its }; write {{ for a brace`;
  return `{${name}} ${where}; it must be ${PLACEHOLDERS[kind].map((known) => `{${known}}`).join(', ')}, or {{ for a brace`;
}
