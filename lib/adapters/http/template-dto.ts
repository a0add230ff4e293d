import { ourContentOf } from '@/emails/contents';
import { ourTemplate, valuesOf } from '@/emails/own-words';
import { sampleOf } from '@/emails/sample';
import { type Frame, type ToldItem, toldKindOf } from '@/emails/told';
import { type NotificationTemplate, TOLD_KINDS, type ToldKind, type User } from '@/lib/domain/model';
import { PLACEHOLDERS } from '@/lib/domain/notify/template';
import { iso } from './dto';

type Reader = Pick<User, 'id' | 'email' | 'language' | 'time_zone'>;

interface Known {
  own: readonly NotificationTemplate[];
  /** What the person was last told. */
  told: readonly ToldItem[];
  reader: Reader;
  publicUrl: string;
  now: number;
}

/** The words of each kind, the person's own or ours, with what they would say. */
export const templatesDto = (known: Known) => TOLD_KINDS.map((kind) => templateDto(kind, known));

/** `last` null: the person was told nothing of the kind yet. */
export function templateDto(kind: ToldKind, { own, told, reader, publicUrl, now }: Known) {
  const frame: Frame = { publicUrl, links: null, sentAt: now };
  const ours = ourTemplate(kind, reader);
  const template = own.find((one) => one.kind === kind);
  const last = told.find((item) => toldKindOf(item) === kind);
  const exampleOf = (item: ToldItem) => valuesOf(item, ourContentOf(item, { recipient: reader }, frame), reader);
  return {
    kind,
    subject: template?.subject ?? ours.subject,
    body: template?.body ?? ours.body,
    is_own: template !== undefined,
    updated_at: template ? iso(template.updated_at) : null,
    ours,
    placeholders: PLACEHOLDERS[kind],
    examples: { sample: exampleOf(sampleOf(kind, reader, now)), last: last ? exampleOf(last) : null },
  };
}
