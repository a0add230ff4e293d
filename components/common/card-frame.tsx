import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Language } from '@/lib/domain/model';
import { Mark } from '../shell/logo';
import classes from './card-frame.module.css';

interface Props {
  children: ReactNode;
  /** Of the page, where it is not that of the document. */
  language?: Language;
  /** Widest, in pixels. */
  width: number;
  /** Below the card. */
  footer?: ReactNode;
}

/** A page for who is not signed in: the product's name and one card. */
export function CardFrame({ children, language, width, footer }: Props) {
  return (
    <div className={classes.frame} lang={language}>
      <header className={classes.brand}>
        <Mark size={36} />
        Fencepost
      </header>
      <main className={classes.main} style={{ maxWidth: width }}>
        <Paper withBorder p={{ base: 'lg', sm: 'xl' }} shadow="sm">
          {children}
        </Paper>
      </main>
      {footer && <footer>{footer}</footer>}
    </div>
  );
}
