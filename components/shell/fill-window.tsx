import type { ReactNode } from 'react';
import classes from './shell.module.css';

/** For the map: takes the window beneath the bar and never scrolls; positioned, so that panels can lie over it. */
export function FillWindow({ children }: { children: ReactNode }) {
  return <div className={classes.fill}>{children}</div>;
}
