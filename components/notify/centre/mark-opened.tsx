'use client';

import { useEffect } from 'react';
import { useInbox } from './inbox-context';

type Props = { eventId: number; deviceAlertId?: undefined } | { eventId?: undefined; deviceAlertId: number };

/** On the page that shows a matter in full: who sees it has looked at what was told of it, on whatever way. */
export function MarkOpened({ eventId, deviceAlertId }: Props) {
  const { open } = useInbox();
  useEffect(() => {
    const looked = eventId === undefined ? { device_alert_id: deviceAlertId } : { event_id: eventId };
    open(looked).catch(() => undefined);
  }, [open, eventId, deviceAlertId]);
  return null;
}
