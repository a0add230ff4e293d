import { OLD_MS } from './content';
import { formatTimeBeside } from './format';
import { messages } from './messages';
import type { ToldItem, ToldMessage } from './told';

type Held = Pick<ToldMessage, 'items' | 'recipient'>;

const waitedFor = (items: readonly ToldItem[], reason: string) => items.filter(({ delivery }) => delivery.reason === reason);

const oldest = (items: readonly ToldItem[]) => Math.min(...items.map(({ delivery }) => delivery.created_at));

/** Whether any of it was held back for the person's quiet hours. */
export const wasQuiet = ({ items }: Pick<ToldMessage, 'items'>): boolean => waitedFor(items, 'quiet').length > 0;

/** Why a message comes only now, in a sentence or several; null: it comes at once. @param sentAt epoch ms */
export function heldBecause({ items, recipient }: Held, sentAt: number): string | null {
  const words = messages[recipient.language].held;
  const since = (some: readonly ToldItem[]) => formatTimeBeside(oldest(some), sentAt, recipient);
  const collected = waitedFor(items, 'digest');
  const tried = items.filter(({ delivery }) => delivery.attempts > 1 && sentAt - delivery.created_at >= OLD_MS);
  const reasons = [
    ...(wasQuiet({ items }) ? [words.quiet] : []),
    ...(collected.length > 0 ? [words.digest(since(collected))] : []),
    ...(waitedFor(items, 'max').length > 0 ? [words.max] : []),
    ...(tried.length > 0 ? [words.retried(since(tried))] : []),
  ];
  return reasons.length > 0 ? reasons.join(' ') : null;
}
