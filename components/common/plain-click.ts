import type { MouseEvent } from 'react';

/** A click that is answered in place; one with a key held asks the browser for a tab or window of its own. */
export function isPlainClick({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return !(metaKey || ctrlKey || shiftKey || altKey);
}
