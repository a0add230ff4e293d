'use client';

import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './provisioning.module.css';

/** A QR code, drawn in the browser: what it holds (a password) goes nowhere. Dark on white in both colour schemes. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [svg, setSvg] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    import('qrcode')
      .then((qrcode) => qrcode.toString(text, { type: 'svg', errorCorrectionLevel: 'L', margin: 0 }))
      .then((drawn) => isCurrent && setSvg(drawn));
    return () => {
      isCurrent = false;
    };
  }, [text]);
  if (!svg) return <Skeleton className={classes.qr} />;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the library's own drawing; the text is only in its modules
  return <div className={classes.qr} role="img" aria-label={label} dangerouslySetInnerHTML={{ __html: svg }} />;
}
