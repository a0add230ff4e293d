'use client';

import { useTranslations } from 'next-intl';
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { SHEET_RESTS, settle } from './sheet';
import classes from './side-panel.module.css';

interface SidePanelProps {
  label: string;
  children: ReactNode;
}

interface Drag {
  y: number;
  time: number;
  share: number;
  speed: number;
  moved: boolean;
}

/** Beside the map on wide windows; on phones a sheet that is dragged, or stepped with a button, over it. */
export function SidePanel({ label, children }: SidePanelProps) {
  const t = useTranslations('map.sheet');
  const panel = useRef<HTMLElement>(null);
  const drag = useRef<Drag | null>(null);
  const [rest, setRest] = useState(1);
  const [share, setShare] = useState<number | null>(null);

  const heightOfFrame = () => panel.current?.parentElement?.clientHeight || 1;

  const begin = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { y: event.clientY, time: event.timeStamp, share: SHEET_RESTS[rest] ?? 0, speed: 0, moved: false };
  };
  const move = (event: PointerEvent) => {
    const state = drag.current;
    if (!state) return;
    const change = (state.y - event.clientY) / heightOfFrame();
    if (!state.moved && Math.abs(change) < 0.008) return;
    state.speed = change / Math.max(1, event.timeStamp - state.time);
    state.share = Math.max(0.1, Math.min(0.92, state.share + change));
    state.y = event.clientY;
    state.time = event.timeStamp;
    state.moved = true;
    setShare(state.share);
  };
  const end = () => {
    if (drag.current?.moved) setRest(settle(drag.current.share, drag.current.speed));
    setShare(null);
  };
  const click = () => {
    // A drag ends with a click, too.
    if (drag.current?.moved) drag.current = null;
    else setRest((current) => (current + 1) % SHEET_RESTS.length);
  };

  const isLargest = rest === SHEET_RESTS.length - 1;
  const height = `${(share ?? SHEET_RESTS[rest] ?? 0) * 100}%`;
  // On the frame, because the map's own controls make way for the sheet, too.
  useEffect(() => panel.current?.parentElement?.style.setProperty('--sheet-height', height), [height]);
  return (
    <aside ref={panel} className={classes.panel} data-dragging={share !== null || undefined} aria-label={label}>
      <button
        type="button"
        className={classes.handle}
        aria-label={isLargest ? t('smaller') : t('larger')}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
        onClick={click}
      />
      <div className={classes.body}>{children}</div>
    </aside>
  );
}
