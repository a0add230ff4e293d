import { z } from 'zod';
import { must } from '@/lib/domain/schedule/schedule-input';
import { TOLD_KINDS, type ToldKind, type Way } from './records';
import { waysField } from './way-input';

/** What a person decides of one kind; `ways` null: the usual again. */
export interface ChoiceChange {
  kind: ToldKind;
  ways: Way[] | null;
}

/** @param kinds those that can be chosen for */
export function readChoices(value: unknown, kinds: readonly ToldKind[]): { choices: ChoiceChange[] } | { problem: string } {
  const error = must('choices', `a list of at most ${TOLD_KINDS.length} choices with kind and ways`);
  const choice = z.object(
    {
      kind: z.enum(kinds, { error: must('choices.kind', kinds.join(', ')) }),
      ways: waysField('choices.ways').nullable(),
    },
    { error },
  );
  const schema = z.object(
    { choices: z.array(choice, { error }).min(1, { error }).max(TOLD_KINDS.length, { error }) },
    { error: must('body', 'an object with choices') },
  );
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  return { problem: parsed.error.issues[0]?.message ?? 'choices is not valid' };
}
