'use client';

import { useEffect } from 'react';
import { keepSubscription } from './subscription';

/** Keeps this browser's pushes with the person who is signed in. Shows nothing. */
export function PushKeeper() {
  useEffect(() => {
    // Without a network it is done when the page is loaded next.
    keepSubscription().catch(() => undefined);
  }, []);
  return null;
}
