import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Language } from '@/lib/domain/model';
import { Mark } from '../shell/logo';
import classes from './link-frame.module.css';

interface Props {
  /** Null: as the rest of the page. */
  language: Language | null;
  title: string;
  text: string;
  children?: ReactNode;
}

/** The page behind a link of a mail: one card, in the language of who got the mail. */
export function LinkFrame({ language, title, text, children }: Props) {
  return (
    <div className={classes.frame} lang={language ?? undefined}>
      <header className={classes.brand}>
        <Mark size={36} />
        Fencepost
      </header>
      <main className={classes.main}>
        <Paper withBorder p={{ base: 'lg', sm: 'xl' }} shadow="sm">
          <Stack gap="md">
            <Title order={1} size="h3">
              {title}
            </Title>
            <Text style={{ overflowWrap: 'anywhere' }}>{text}</Text>
            {children}
          </Stack>
        </Paper>
      </main>
    </div>
  );
}
