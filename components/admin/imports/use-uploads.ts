'use client';

import { useCallback, useRef, useState } from 'react';
import { useErrorText } from '@/components/common/use-error-text';
import { upload, type Wish } from './upload';

export interface Upload {
  id: number;
  name: string;
  size: number;
  sent: number;
  /** In the person's words; null: nothing is wrong. */
  error: string | null;
}

let uploads = 0;

/** Sends files one after the other; what was sent is left to the list of imports. */
export function useUploads(onSent: () => void) {
  const [waiting, setWaiting] = useState<Upload[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const aborts = useRef(new Map<number, AbortController>());
  const errorText = useErrorText();

  const change = useCallback((id: number, fields: Partial<Upload>) => {
    setWaiting((all) => all.map((one) => (one.id === id ? { ...one, ...fields } : one)));
  }, []);
  const leave = useCallback((id: number) => {
    aborts.current.get(id)?.abort();
    aborts.current.delete(id);
    setWaiting((all) => all.filter((one) => one.id !== id));
  }, []);

  const send = async (id: number, file: File, wish: Wish) => {
    const abort = aborts.current.get(id);
    if (!abort || abort.signal.aborted) return;
    try {
      await upload(file, wish, (sent) => change(id, { sent }), abort.signal);
      leave(id);
      onSent();
    } catch (error) {
      if ((error as Error).name !== 'AbortError') change(id, { error: errorText(error) });
    }
  };

  const start = (files: readonly File[], wish: Wish) => {
    const added = files.map((file) => ({
      file,
      upload: { id: ++uploads, name: file.name, size: file.size, sent: 0, error: null },
    }));
    setWaiting((all) => [...all, ...added.map(({ upload: one }) => one)]);
    for (const { file, upload: one } of added) {
      aborts.current.set(one.id, new AbortController());
      queue.current = queue.current.then(() => send(one.id, file, wish));
    }
  };
  return { uploads: waiting, start, leave };
}
