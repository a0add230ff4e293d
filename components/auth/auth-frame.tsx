import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import { Mark } from '../shell/logo';
import classes from './auth.module.css';
import { LanguageSwitch } from './language-switch';

/** The page of everything that happens before somebody is signed in: the name, one card, the language. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <header className={classes.brand}>
        <Mark size={36} />
        Fencepost
      </header>
      <main className={classes.main}>
        <Paper withBorder p={{ base: 'lg', sm: 'xl' }} shadow="sm">
          {children}
        </Paper>
      </main>
      <footer>
        <LanguageSwitch />
      </footer>
    </div>
  );
}
