'use client';

import { useEffect, useState } from 'react';

/** The present time in epoch ms, renewed every second. Only for what is not rendered by the server. */
export function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
