import type { ToldKind } from '@/lib/domain/model';
import type { Placeholder, Values } from '@/lib/domain/notify/template';

export interface WordsText {
  subject: string;
  body: string;
}

/** The words of one kind, the person's own or ours. */
export interface TemplateView extends WordsText {
  kind: ToldKind;
  is_own: boolean;
  ours: WordsText;
  placeholders: readonly Placeholder[];
  /** `last` null: nothing of the kind was told yet. */
  examples: { sample: Values; last: Values | null };
}
