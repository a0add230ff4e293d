import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Language } from '@/lib/domain/model';
import { CardFrame } from '../common/card-frame';

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
    <CardFrame width={460} language={language ?? undefined}>
      <Stack gap="md">
        <Title order={1} size="h3">
          {title}
        </Title>
        <Text style={{ overflowWrap: 'anywhere' }}>{text}</Text>
        {children}
      </Stack>
    </CardFrame>
  );
}
