import type { ReactNode } from 'react';
import classes from './two-columns.module.css';

/** Two parts of a page side by side, one below the other where there is no room. */
export function TwoColumns({ children }: { children: ReactNode }) {
  return <div className={classes.columns}>{children}</div>;
}
