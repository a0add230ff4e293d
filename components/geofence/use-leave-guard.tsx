'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useConfirm } from '@/components/common/confirm';

/** The address of a plain click on a link within the app; null for everything else. */
function destinationOf(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null;
  if (!link || link.target === '_blank' || link.origin !== window.location.origin) return null;
  return link.pathname === window.location.pathname ? null : link.pathname + link.search + link.hash;
}

/** Asks before typed changes are lost: by the browser when the window closes, by a dialog when a link is followed. */
export function useLeaveGuard(dirty: boolean): void {
  const t = useTranslations('editor.leave');
  const confirm = useConfirm();
  const router = useRouter();
  const ask = useRef<(href: string) => void>(() => {});
  ask.current = (href) =>
    confirm({ title: t('title'), lost: t('lost'), action: t('action'), onConfirm: () => router.push(href) });

  useEffect(() => {
    if (!dirty) return;
    const beforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const href = destinationOf(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      ask.current(href);
    };
    window.addEventListener('beforeunload', beforeUnload);
    // Before React and Next see it.
    document.addEventListener('click', click, true);
    return () => {
      window.removeEventListener('beforeunload', beforeUnload);
      document.removeEventListener('click', click, true);
    };
  }, [dirty]);
}
