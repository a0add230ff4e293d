'use client';

import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { resolveCssVariables, theme } from './theme';

/** Everything that all pages share in the browser: the theme, dialogs, notifications. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveCssVariables} defaultColorScheme="auto">
      <Notifications position="top-center" limit={4} autoClose={5000} />
      <ModalsProvider>{children}</ModalsProvider>
    </MantineProvider>
  );
}
