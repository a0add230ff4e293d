import { z } from 'zod';
import { TOLD_KINDS, type ToldKind } from '@/lib/domain/model';
import { notFound } from '@/lib/services/errors';

/** The parameters of a route of one kind of messages. */
export interface KindParams {
  kind: string;
}

/** @throws ServiceError NOT_FOUND */
export function kindOf({ kind }: KindParams): ToldKind {
  const known = TOLD_KINDS.find((one) => one === kind);
  if (known === undefined) throw notFound(`a template for "${kind}" (there are ${TOLD_KINDS.join(', ')})`);
  return known;
}

const text = (name: string) =>
  z.string({ error: ({ input }) => `${name} is ${input === undefined ? 'missing' : JSON.stringify(input)}; it must be a text` });

/** Length and placeholders are the domain's matter. */
export const templateBody = z.object({ subject: text('subject'), body: text('body') });
