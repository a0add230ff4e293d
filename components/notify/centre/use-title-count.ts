'use client';

import { useEffect } from 'react';
import { short } from './words';

const COUNT = /^\(\d+\+?\) /;

/** Puts the number of unread notifications before the window's title, whatever page names it, and on the icon of an installed app. */
export function useTitleCount(unread: number): void {
  useEffect(() => {
    const apply = () => {
      const title = document.title.replace(COUNT, '');
      const wanted = unread > 0 ? `(${short(unread)}) ${title}` : title;
      if (document.title !== wanted) document.title = wanted;
    };
    apply();
    const observer = new MutationObserver(apply);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [unread]);

  useEffect(() => {
    // Only of apps that are installed, and not everywhere.
    navigator.setAppBadge?.(unread).catch(() => undefined);
  }, [unread]);
}
