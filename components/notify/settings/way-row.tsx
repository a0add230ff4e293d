import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './settings.module.css';

interface Props {
  icon: ReactNode;
  name: ReactNode;
  /** Where it goes, or how it is doing. */
  state: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
  /** Below all, such as the outcome of a test. */
  children?: ReactNode;
}

/** The list that the rows of ways stand in. */
export function WayRows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={classes.rows} aria-label={label}>
      {children}
    </ul>
  );
}

/** One way to be told: what it is, how it is doing, what can be done about it. */
export function WayRow({ icon, name, state, actions, children }: Props) {
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <span className={classes.icon}>{icon}</span>
        <div style={{ minWidth: 0 }}>
          <Text component="div" fw={600}>
            {name}
          </Text>
          <Text component="div" size="sm" c="dimmed">
            {state}
          </Text>
        </div>
      </div>
      {actions}
      {children && <div style={{ flexBasis: '100%' }}>{children}</div>}
    </li>
  );
}
