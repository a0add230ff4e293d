'use client';

import { useEffect } from 'react';
import { useInbox } from './inbox-context';

/** On the page that shows a matter in full: who sees it has looked at what was told of it, on whatever way. */
export function MarkOpened({ eventId }: { eventId: number }) {
  const { open } = useInbox();
  useEffect(() => {
    open({ event_id: eventId }).catch(() => undefined);
  }, [open, eventId]);
  return null;
}
