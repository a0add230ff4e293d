import { Button, type ButtonProps } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** A button that saves what the server answers as a file. */
export function DownloadButton({ href, children, ...props }: ButtonProps & { href: string; children: ReactNode }) {
  return (
    <Button component="a" href={href} download variant="default" leftSection={<IconDownload size={18} aria-hidden />} {...props}>
      {children}
    </Button>
  );
}
