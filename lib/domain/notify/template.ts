import type { ToldKind } from './records';

/** What can stand in a person's own words, by what they tell of. */
export const PLACEHOLDERS = {
  enter: ['summary', 'device', 'zone', 'event', 'time', 'date', 'moment', 'position', 'accuracy', 'distance', 'link'],
  exit: ['summary', 'device', 'zone', 'event', 'stay', 'time', 'date', 'moment', 'position', 'accuracy', 'distance', 'link'],
  dwell: ['summary', 'device', 'zone', 'event', 'stay', 'time', 'date', 'moment', 'position', 'accuracy', 'distance', 'link'],
  alert: ['summary', 'device', 'zone', 'event', 'expectation', 'time', 'date', 'moment', 'last_seen', 'link'],
  device: ['summary', 'device', 'event', 'advice', 'detail', 'battery', 'time', 'date', 'moment', 'link'],
} as const satisfies Record<ToldKind, readonly string[]>;

export type Placeholder = (typeof PLACEHOLDERS)[ToldKind][number];

/** What a placeholder stands for this time; what is not known is missing. */
export type Values = Partial<Record<Placeholder, string>>;

/** Characters of a subject and of a text. */
export const LONGEST = { subject: 200, body: 2_000 } as const;

/** `unknown`: there is no such placeholder for this kind; `unclosed`: its `}` is missing. */
export interface TemplateProblem {
  code: 'unknown' | 'unclosed';
  /** What stands between the braces, as far as it goes. */
  name: string;
  /** From 0: where its `{` is. */
  at: number;
}

type Part = { text: string } | { name: string; raw: string; at: number; isClosed: boolean };

/** `{{` is a brace, `{name}` a placeholder; a name ends at `}`, and never spans another `{` or a line break. */
const TOKEN = /\{\{|\{([^{}\n]*)(\}?)/g;

function* partsOf(template: string): Generator<Part> {
  let done = 0;
  for (const match of template.matchAll(TOKEN)) {
    if (match.index > done) yield { text: template.slice(done, match.index) };
    done = match.index + match[0].length;
    if (match[0] === '{{') yield { text: '{' };
    else yield { name: (match[1] ?? '').trim(), raw: match[0], at: match.index, isClosed: match[2] === '}' };
  }
  if (done < template.length) yield { text: template.slice(done) };
}

const isKnown = (name: string, kind: ToldKind): name is Placeholder => (PLACEHOLDERS[kind] as readonly string[]).includes(name);

/** What is wrong with a template, in its order. */
export function problemsOf(template: string, kind: ToldKind): TemplateProblem[] {
  return [...partsOf(template)].flatMap((part): TemplateProblem[] => {
    if ('text' in part) return [];
    const { name, at, isClosed } = part;
    if (!isClosed) return [{ code: 'unclosed', name: name.slice(0, 30), at }];
    return isKnown(name, kind) ? [] : [{ code: 'unknown', name: name.slice(0, 30), at }];
  });
}

/** Whether a template says one of these. */
export const mentions = (template: string, names: readonly Placeholder[]): boolean =>
  [...partsOf(template)].some((part) => 'name' in part && part.isClosed && names.some((name) => name === part.name));

/**
 * A template with its placeholders filled, once: braces in a value stay what they are. What is not known is left empty, what is no
 * placeholder stays as it stands. The result is plain text: line breaks are those of the template alone, other control
 * characters are gone.
 */
export function fillText(template: string, kind: ToldKind, values: Values): string {
  const filled = [...partsOf(template)].map((part) => {
    if ('text' in part) return part.text.replace(/\r\n?/g, '\n');
    return part.isClosed && isKnown(part.name, kind) ? oneLine(values[part.name] ?? '') : part.raw;
  });
  const lines = filled.join('').split('\n').map(oneLine);
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** As `fillText`, in one line. */
export const fillLine = (template: string, kind: ToldKind, values: Values): string =>
  oneLine(fillText(template, kind, values)).slice(0, LONGEST.subject * 2);

/** Line breaks and other control characters become spaces, several spaces one: for what stands in headers. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
