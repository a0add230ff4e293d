'use client';

import { create } from 'qrcode';
import { useMemo } from 'react';

/** The quiet zone that scanners need around the code, in modules. */
const MARGIN = 4;

interface Props {
  value: string;
  /** What the code is for; read out by screen readers. */
  label: string;
  /** Widest it gets, in pixels; on a narrow screen it shrinks. */
  size?: number;
}

/** A QR code, dark on white in every colour scheme, because many scanners can't read the inverse. */
export function QrCode({ value, label, size = 264 }: Props) {
  const code = useMemo(() => draw(value), [value]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${code.width} ${code.width}`}
      shapeRendering="crispEdges"
      style={{
        width: '100%',
        maxWidth: size,
        aspectRatio: '1',
        borderRadius: 8,
        background: '#fff',
        border: '1px solid #dee2e6',
      }}
    >
      <path d={code.path} fill="#000" />
    </svg>
  );
}

/** One path: each run of dark modules in a row is a rectangle. */
function draw(value: string): { path: string; width: number } {
  const { size, data } = create(value, { errorCorrectionLevel: 'L' }).modules;
  let path = '';
  for (let row = 0; row < size; row++) {
    let start = -1;
    for (let column = 0; column <= size; column++) {
      const dark = column < size && Boolean(data[row * size + column]);
      if (dark && start < 0) start = column;
      if (!dark && start >= 0) {
        path += `M${start + MARGIN} ${row + MARGIN}h${column - start}v1h-${column - start}z`;
        start = -1;
      }
    }
  }
  return { path, width: size + 2 * MARGIN };
}
