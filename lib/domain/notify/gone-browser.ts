/** As much of a browser as says whether it is still there; `paused_at` as a time of any form. */
interface Browser {
  is_active: boolean;
  paused_at: unknown;
  pause_reason: string | null;
}

/** Whether a browser is used no more by the word of its push service; one that its person turned off has no reason of its own. */
export const isGone = ({ is_active, paused_at, pause_reason }: Browser): boolean =>
  !is_active && paused_at === null && pause_reason !== null;
